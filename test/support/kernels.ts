import "@tensorflow/tfjs-backend-cpu";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "../../runner/engine/set-up-tfjs.ts";
import { installKernels } from "../../runner/engine/wasm/kernels/install.ts";
import { supportsRelaxedSimd } from "../../runner/engine/wasm/kernels/module.ts";
import { captureMemory } from "../../runner/engine/wasm/kernels/tfjs-memory.ts";
import { createStream } from "../../shared/random.ts";

/** The builds of the kernels that this machine runs. */
export const builds = [
  { name: "plain SIMD", relaxed: false },
  ...(supportsRelaxedSimd() ? [{ name: "relaxed SIMD", relaxed: true }] : []),
];

const memory = captureMemory(() => tf.setBackend("wasm"));

/** Registers one build of the kernels for the wasm backend, in the place of the one before. */
export async function useBuild(relaxed: boolean) {
  const captured = await memory;
  await tf.setBackend("wasm");
  return installKernels(tf.backend() as BackendWasm, captured, { relaxed });
}

/** Normally distributed values that follow from `seed`. */
export function normals(shape: number[], seed: number): { shape: number[]; values: Float32Array } {
  const stream = createStream({ seed, purpose: "initialisation" });
  return { shape, values: Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => stream.normal()) };
}

/**
 * Runs `compute` on the cpu backend and on the wasm backend, on the same inputs, and returns for each output the largest
 * difference as a share of the reference's largest value.
 */
export async function relativeErrors(
  inputs: { shape: number[]; values: Float32Array }[],
  compute: (...inputs: tf.Tensor[]) => tf.Tensor[],
): Promise<number[]> {
  const on = async (backend: string) => {
    await tf.setBackend(backend);
    const outputs = tf.tidy(() => compute(...inputs.map(({ shape, values }) => tf.tensor(values, shape))));
    const values = outputs.map((output) => Float32Array.from(output.dataSync()));
    tf.dispose(outputs);
    return values;
  };
  const reference = await on("cpu");
  const actual = await on("wasm");
  return reference.map((expected, index) => {
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const difference = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[index]![at]!)), 0);
    return difference === 0 ? 0 : difference / largest;
  });
}
