import { describe, expect, it } from "vitest";
import { countDevices } from "../../../runner/training/devices.ts";

describe("the number of devices", () => {
  it.each([
    // requested, backend, batch sizes, cores, expected
    ["all", "wasm", [256], 8, 8],
    ["all", "wasm", [64], 8, 4],
    ["all", "wasm", [64, 640], 8, 4],
    ["all", "wasm", [8], 8, 1],
    ["all", "wasm", [128], 1, 1],
    ["all", "webgpu", [256], 8, 1],
    [3, "wasm", [256], 2, 3],
    [8, "wasm", [8], 2, 8],
    [1, "tensorflow", [256], 8, 1],
  ] as const)("%s on %s with batches of %j and %d cores is %d", (requested, backend, batches, cores, expected) => {
    const epochs = batches.map((batchSize) => ({ batchSize }));
    expect(countDevices(requested, { backend, epochs, cores })).toBe(expected);
  });

  it.each([
    [2, "webgpu", 256, 'the backend webgpu trains on one device. Set training.devices to 1 or "all"'],
    [9, "wasm", 8, "a batch has 8 images"],
  ] as const)("%d on %s with batches of %d is refused", (requested, backend, batchSize, message) => {
    expect(() => countDevices(requested, { backend, epochs: [{ batchSize }], cores: 8 })).toThrow(message);
  });
});
