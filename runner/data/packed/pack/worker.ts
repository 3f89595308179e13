import { parentPort, workerData } from "node:worker_threads";
import { openGate } from "../../../threads/native-gate.ts";
import { leave, type ThreadSetup } from "../../../threads/thread.ts";
import { BrokenImageError } from "../../decoded-image.ts";
import { prepareImage } from "./prepare-image.ts";
import type { PackWorkerSetup, PrepareAnswer, PrepareRequest } from "./worker-protocol.ts";

/** Entry of a thread that prepares images for a pack, built to dist/pack-worker.mjs. */
const port = parentPort;
if (!port) throw new Error("pack-worker.mjs is started by recipe-lab as a worker thread, not by hand");
const { settings, gate } = workerData as PackWorkerSetup & ThreadSetup;

port.on("message", async (message: PrepareRequest | typeof leave) => {
  if (message === leave) port.close();
  else port.postMessage(await answer(message.source));
});
openGate(gate);

async function answer(source: PrepareRequest["source"]): Promise<PrepareAnswer> {
  try {
    return { image: await prepareImage(source, settings) };
  } catch (error) {
    if (error instanceof BrokenImageError) return { broken: error.message };
    throw error;
  }
}
