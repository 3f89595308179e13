import { parentPort, workerData } from "node:worker_threads";
import { serveJobs } from "../../runner/augment/serve-jobs.ts";
import type { WorkerSetup } from "../../runner/augment/worker-protocol.ts";
import { decodePart } from "../../runner/data/decode-part.ts";
import type { ThreadSetup } from "../../runner/threads/thread.ts";

/**
 * The augmentation thread with a decoder that goes wrong on files whose name says how. Tests bundle it and pass its URL to
 * the loader; the product has no such hook.
 */
if (!parentPort) throw new Error("faulty-worker is a worker thread");
serveJobs(parentPort, workerData as WorkerSetup & ThreadSetup, async (source, options, request) => {
  const name = source.kind === "file" ? source.path : "";
  if (name.includes("crash")) throw new TypeError("the decoder has a defect");
  if (name.includes("exit")) process.exit(3);
  if (name.includes("spin")) for (;;);
  if (name.includes("never")) await new Promise(() => {});
  if (name.includes("slow")) await new Promise((resolve) => setTimeout(resolve, 300));
  return decodePart(source, options, request);
});
