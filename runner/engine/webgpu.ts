import { createRequire } from "node:module";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../errors.ts";
import type { BackendModule, Engine } from "./engine.ts";
import { composed } from "./fused/composed.ts";
import { probeInChild } from "./isolated-probe.ts";
import "./set-up-tfjs.ts";
import { findAdapter, installWebGpu } from "./webgpu/dawn.ts";
import { HOW_TO_GET } from "./webgpu/inspect.ts";

/** Any GPU that Vulkan, Metal or Direct3D 12 can reach, through Dawn. */
export const backend: BackendModule = {
  name: "webgpu",

  probe: () => probeInChild("webgpu", HOW_TO_GET),

  async create(options = {}): Promise<Engine> {
    const found = await findAdapter(await installWebGpu());
    if (found === null) throw new UserError("backend-unavailable", `webgpu finds no GPU. ${HOW_TO_GET}`);
    await import("@tensorflow/tfjs-backend-webgpu");
    if (!(await tf.setBackend("webgpu"))) throw new Error("tfjs-backend-webgpu did not start");
    const { device } = tf.backend() as WebGPUBackend;

    // WebGPU reports what went wrong on the GPU (out of memory, a lost device) later and to listeners only; the tensors
    // would just hold zeros.
    let failure: string | null = null;
    let disposing = false;
    device.addEventListener("uncapturederror", ({ error }) => {
      failure ??= error.message;
    });
    void device.lost.then(({ message }) => {
      if (!disposing) failure ??= `the device was lost: ${message}`;
    });

    return {
      ...composed,
      nesterovUpdate(entries, rates) {
        if (failure !== null) {
          throw new UserError(
            "device-failed",
            `${found.device} reported: ${failure}. If its memory was short, choose a smaller training.batchSize.`,
            { exitCode: 1 },
          );
        }
        composed.nesterovUpdate(entries, rates);
      },
      backend: "webgpu",
      options,
      device: found.device,
      versions: { tfjs: tf.version_core, webgpu: webgpuVersion() },
      async dispose() {
        disposing = true;
        tf.removeBackend("webgpu");
        device.destroy();
      },
    };
  },
};

function webgpuVersion(): string {
  return (createRequire(import.meta.url)("webgpu/package.json") as { version: string }).version;
}
