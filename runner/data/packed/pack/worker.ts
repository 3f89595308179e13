import { parentPort, workerData } from "node:worker_threads";
import { BrokenImageError } from "../../decoded-image.ts";
import { prepareImage } from "./prepare-image.ts";
import type { PackWorkerSetup, PrepareAnswer, PrepareRequest } from "./worker-protocol.ts";

/** Entry of a thread that prepares images for a pack, built to dist/pack-worker.mjs. */
const port = parentPort;
if (!port) throw new Error("pack-worker.mjs is started by recipe-lab as a worker thread, not by hand");
const { settings } = workerData as PackWorkerSetup;

port.on("message", async ({ source }: PrepareRequest) => {
  port.postMessage(await answer(source));
});

async function answer(source: PrepareRequest["source"]): Promise<PrepareAnswer> {
  try {
    return { image: await prepareImage(source, settings) };
  } catch (error) {
    if (error instanceof BrokenImageError) return { broken: error.message };
    throw error;
  }
}
