import { expect, test } from "vitest";
import { choose } from "../../../runner/engine/choose.ts";
import type { BackendName, Probe } from "../../../runner/engine/engine.ts";

const here = (backend: BackendName, { software = false } = {}): Probe => ({
  backend,
  available: true,
  device: `the ${backend} device`,
  software,
  memoryBytes: null,
  notes: [],
});
const missing = (backend: BackendName): Probe => ({
  backend,
  available: false,
  reason: `${backend} is not installed`,
  howToGet: "install it",
});

test("auto takes the first backend that is there", () => {
  expect(choose([here("tensorflow"), here("webgpu"), here("wasm")])).toEqual({ name: "tensorflow", passedOver: [] });
});

test("auto says why it passed a backend over", () => {
  expect(choose([missing("tensorflow"), here("webgpu"), here("wasm")])).toEqual({
    name: "webgpu",
    passedOver: ["not tensorflow: tensorflow is not installed"],
  });
});

test("auto refuses a GPU that is played on the processor", () => {
  const { name, passedOver } = choose([missing("tensorflow"), here("webgpu", { software: true }), here("wasm")]);
  expect(name).toBe("wasm");
  expect(passedOver[1]).toBe("not webgpu: the webgpu device plays a GPU on the processor, which is slower than wasm");
});
