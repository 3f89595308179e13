import "@tensorflow/tfjs-backend-cpu";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "../../runner/engine/set-up-tfjs.ts";
import { composed } from "../../runner/engine/fused/composed.ts";
import { type FusedOperations, installKernels } from "../../runner/engine/wasm/kernels/install.ts";
import { compileKernels, type KernelBuild, supportsRelaxedSimd } from "../../runner/engine/wasm/kernels/module.ts";
import { captureMemory } from "../../runner/engine/wasm/kernels/tfjs-memory.ts";
import { wideKernels } from "../../runner/engine/wasm/kernels/wide.ts";
import { createStream } from "../../shared/random.ts";

const wide = supportsRelaxedSimd() ? wideKernels().module : undefined;

/** The builds of the kernels that this machine runs. Where V8 does not join vectors, the wide one is slow, and right. */
export const builds: { name: string; build: KernelBuild }[] = [
  { name: "plain SIMD", build: "plain" },
  ...(supportsRelaxedSimd()
    ? ([
        { name: "relaxed SIMD", build: "relaxed" },
        { name: wide ? "relaxed SIMD, joined to 256 bits" : "relaxed SIMD in wide tiles, not joined", build: "wide" },
      ] as const)
    : []),
];

export const moduleOf = (build: KernelBuild): WebAssembly.Module =>
  build === "wide" && wide ? wide : compileKernels(build);

const memory = captureMemory(() => tf.setBackend("wasm"));
let installed: FusedOperations | undefined;

/** Registers one build of the kernels for the wasm backend, in the place of the one before. */
export async function useBuild(build: KernelBuild): Promise<void> {
  const captured = await memory;
  await tf.setBackend("wasm");
  installed = installKernels(tf.backend() as BackendWasm, captured, moduleOf(build));
}

export interface Values {
  shape: number[];
  values: Float32Array;
}

/** Normally distributed values that follow from `seed`. */
export function normals(shape: number[], seed: number): Values {
  const stream = createStream({ seed, purpose: "initialisation" });
  return { shape, values: Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => stream.normal()) };
}

/** Runs `compute` on the cpu backend with the composed operations, or on the wasm backend with the kernels. */
export async function runOn(
  backend: "cpu" | "wasm",
  inputs: readonly Values[],
  compute: (inputs: tf.Tensor[], operations: FusedOperations) => tf.Tensor[],
): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const operations = backend === "cpu" ? composed : installed!;
  const outputs = tf.tidy(() =>
    compute(
      inputs.map(({ shape, values }) => tf.tensor(values.slice(), shape)),
      operations,
    ),
  );
  const values = outputs.map((output) => Float32Array.from(output.dataSync()));
  tf.dispose(outputs);
  return values;
}

/** For each output of `compute`, the largest difference of the two backends as a share of the cpu's largest value. */
export async function relativeErrors(
  inputs: readonly Values[],
  compute: (inputs: tf.Tensor[], operations: FusedOperations) => tf.Tensor[],
): Promise<number[]> {
  const reference = await runOn("cpu", inputs, compute);
  const actual = await runOn("wasm", inputs, compute);
  return reference.map((expected, index) => {
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const differences = expected.map((value, at) => Math.abs(value - actual[index]![at]!));
    const difference = differences.reduce((most, value) => (value <= most ? most : value), 0); // a NaN stays
    return difference === 0 ? 0 : difference / largest;
  });
}
