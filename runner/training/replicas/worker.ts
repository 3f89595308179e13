import { parentPort, workerData } from "node:worker_threads";
import type { ReplicaSetup } from "./protocol.ts";
import { serveReplica } from "./replica.ts";

/** Entry of a training thread, built to dist/replica-worker.mjs. */
if (!parentPort) throw new Error("replica-worker.mjs is started by recipe-lab as a worker thread, not by hand");
await serveReplica(parentPort, workerData as ReplicaSetup);
