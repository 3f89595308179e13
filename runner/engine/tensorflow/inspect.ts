import { totalmem } from "node:os";
import type { Probe } from "../engine.ts";
import { loadTensorflow } from "./load.ts";
import { obstacle } from "./requirements.ts";

export const HOW_TO_GET = "`recipe-lab backends install tensorflow` checks what it needs and installs it.";

/** Loads the native library. Runs in a child process (probe-backend.ts), because it ends the process when CUDA misbehaves. */
export async function inspect(): Promise<Probe> {
  const unavailable = (reason: string, howToGet = HOW_TO_GET): Probe => ({
    backend: "tensorflow",
    available: false,
    reason,
    howToGet,
  });
  try {
    const loaded = await loadTensorflow();
    if (loaded === null) {
      return unavailable("neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed");
    }
    return {
      backend: "tensorflow",
      available: true,
      device: loaded.device,
      software: false,
      memoryBytes: loaded.usesGpu ? null : totalmem(),
      notes: [],
    };
  } catch (error) {
    const reason = `its native library does not load: ${(error as Error).message.trim().split("\n")[0]}`;
    return unavailable(reason, obstacle() ?? HOW_TO_GET);
  }
}
