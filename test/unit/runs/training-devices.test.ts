import { describe, expect, test } from "vitest";
import type { Probe } from "../../../runner/engine/engine.ts";
import { devicesOfBackend } from "../../../runner/runs/service/devices/training-devices.ts";

const gpu = (index: number, uuid: string) => ({ index, name: `GPU ${index}`, uuid, memoryBytes: 80 });
const machine = (...gpus: ReturnType<typeof gpu>[]) => ({ gpus, processor: "8086", memoryBytes: 640 });
const two = machine(gpu(0, "GPU-aaaa-1111"), gpu(1, "GPU-bbbb-2222"));

const probe = (backend: "tensorflow" | "webgpu" | "wasm", device: string, software = false) =>
  ({ backend, available: true, device, software, memoryBytes: 7, notes: [] }) satisfies Probe;
const cuda = probe("tensorflow", "CUDA through TensorFlow 2.9.1");

const ids = (...of: Parameters<typeof devicesOfBackend>) => devicesOfBackend(...of).map(({ id }) => id);
const told = (...of: Parameters<typeof devicesOfBackend>) =>
  devicesOfBackend(...of).map(({ environment }) => environment.CUDA_VISIBLE_DEVICES);

describe("the devices of a backend", () => {
  test("are the GPUs, each named to the run by what does not change when one is taken out", () => {
    expect(ids(cuda, two, undefined)).toEqual(["gpu:0", "gpu:1"]);
    expect(told(cuda, two, undefined)).toEqual(["GPU-aaaa-1111", "GPU-bbbb-2222"]);
    expect(devicesOfBackend(cuda, two, undefined)[1]).toMatchObject({ name: "GPU 1", memoryBytes: 80, gpu: 1 });
  });

  test("are those that the runner may see", () => {
    expect(told(cuda, two, "1")).toEqual(["1"]);
    expect(ids(cuda, two, "1")).toEqual(["gpu:1"]);
    expect(ids(cuda, two, "GPU-bbbb, 0")).toEqual(["gpu:1", "gpu:0"]);
    expect(ids(cuda, two, "1,-1,0")).toEqual(["gpu:1"]); // CUDA reads no further than a wrong entry
    expect(told(cuda, two, "MIG-1234,MIG-5678")).toEqual(["MIG-1234", "MIG-5678"]);
  });

  test("the only one is left to be found", () => {
    expect(devicesOfBackend(cuda, machine(gpu(0, "GPU-aaaa")), undefined)).toMatchObject([
      { id: "gpu:0", environment: {} },
    ]);
    expect(devicesOfBackend(cuda, machine(), undefined)).toMatchObject([
      { id: "gpu:0", name: cuda.device, environment: {} },
    ]);
  });

  test("WebGPU has one, software and the processor's backends the processor", () => {
    expect(ids(probe("webgpu", "Radeon"), machine(), undefined)).toEqual(["gpu:0"]);
    expect(devicesOfBackend(probe("webgpu", "NVIDIA"), two, undefined)).toMatchObject([{ id: "gpu:0", name: "GPU 0" }]);
    expect(ids(probe("webgpu", "llvmpipe", true), machine(), undefined)).toEqual(["cpu"]);
    expect(devicesOfBackend(probe("wasm", "WebAssembly SIMD"), two, undefined)).toEqual([
      { id: "cpu", name: "8086", memoryBytes: 640, gpu: null, environment: {} },
    ]);
    expect(ids(probe("tensorflow", "processor through TensorFlow 2.9.1"), two, undefined)).toEqual(["cpu"]);
  });
});
