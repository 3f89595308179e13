import type { Probe } from "../engine.ts";
import { findAdapter, installWebGpu } from "./dawn.ts";

export const HOW_TO_GET =
  process.platform === "linux"
    ? "Install your GPU's driver and the Vulkan loader (Debian and Ubuntu: apt install libvulkan1, and mesa-vulkan-drivers for AMD and Intel), then try `recipe-lab backends` again."
    : "Install your GPU's current driver, then try `recipe-lab backends` again.";

/** Opens the GPU and closes it again. Runs in a child process (probe-backend.ts), because drivers crash. */
export async function inspect(): Promise<Probe> {
  let gpu: GPU;
  try {
    gpu = await installWebGpu();
  } catch (error) {
    return {
      backend: "webgpu",
      available: false,
      reason: `the npm package webgpu does not load (${(error as Error).message.split("\n")[0]})`,
      howToGet: "Run `npm install --include=optional` in the product's folder.",
    };
  }
  const found = await findAdapter(gpu);
  if (found === null) {
    return {
      backend: "webgpu",
      available: false,
      reason: "Dawn finds no GPU (no Vulkan, Metal or Direct3D 12 driver answers)",
      howToGet: HOW_TO_GET,
    };
  }
  const device = await found.adapter.requestDevice();
  device.destroy();
  const largestBufferMiB = Math.floor(found.adapter.limits.maxBufferSize / 1024 ** 2);
  return {
    backend: "webgpu",
    available: true,
    device: found.device,
    software: found.software,
    memoryBytes: null,
    notes: [
      `largest buffer ${largestBufferMiB} MiB`,
      ...(found.software ? ["software rendering on the processor: for tests, slower than wasm"] : []),
    ],
  };
}
