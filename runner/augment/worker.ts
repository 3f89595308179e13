import { parentPort, workerData } from "node:worker_threads";
import { decodePart } from "../data/decode-part.ts";
import type { ThreadSetup } from "../threads/thread.ts";
import { serveJobs } from "./serve-jobs.ts";
import type { WorkerSetup } from "./worker-protocol.ts";

/** Entry of an augmentation thread, built to dist/augment-worker.mjs. */
if (!parentPort) throw new Error("augment-worker.mjs is started by recipe-lab as a worker thread, not by hand");
serveJobs(parentPort, workerData as WorkerSetup & ThreadSetup, decodePart);
