import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { builtFile } from "../../../built-file.ts";
import type { KernelMemory } from "./webassembly.ts";

/** What a kernel module exports: functions over byte addresses in the heap, i32 and f32 numbers, and nothing else. */
export interface KernelExports {
  spareBytes(): number;
  useSpare(address: number): void;
  convolutionScratch(geometry: number): number;
  convolution(geometry: number, x: number, filter: number, y: number, scratch: number): void;
  convolutionInputGradientScratch(geometry: number): number;
  convolutionInputGradient(geometry: number, dy: number, filter: number, dx: number, scratch: number): void;
  convolutionFilterGradientScratch(geometry: number): number;
  convolutionFilterGradient(geometry: number, x: number, dy: number, dfilter: number, scratch: number): void;
  batchNormScratch(channels: number): number;
  batchNorm(
    x: number,
    residual: number,
    gamma: number,
    beta: number,
    z: number,
    mean: number,
    variance: number,
    rows: number,
    channels: number,
    epsilon: number,
    relu: boolean,
    scratch: number,
  ): void;
  batchNormGradientScratch(channels: number): number;
  batchNormGradient(
    dz: number,
    x: number,
    z: number,
    gamma: number,
    beta: number,
    mean: number,
    variance: number,
    dx: number,
    dgamma: number,
    dbeta: number,
    dresidual: number,
    rows: number,
    channels: number,
    epsilon: number,
    relu: boolean,
    scratch: number,
  ): void;
  maxPool(geometry: number, x: number, y: number): void;
  maxPoolGradient(geometry: number, dy: number, x: number, y: number, dx: number): void;
  averagePool(geometry: number, x: number, y: number): void;
  averagePoolGradient(geometry: number, dy: number, dx: number): void;
  softmaxCrossEntropy(logits: number, targets: number, probabilities: number, rows: number, classes: number): number;
  softmaxCrossEntropyGradient(
    probabilities: number,
    targets: number,
    dlogits: number,
    rows: number,
    classes: number,
    factor: number,
  ): void;
  nesterovUpdate(table: number, entries: number, learningRate: number, momentum: number): void;
  addBias(y: number, bias: number, rows: number, channels: number, relu: boolean): void;
  depthwiseScratch(geometry: number): number;
  depthwise(geometry: number, x: number, filter: number, y: number, scratch: number): void;
  depthwiseInputGradient(geometry: number, dy: number, filter: number, dx: number, scratch: number): void;
  depthwiseFilterGradientScratch(geometry: number): number;
  depthwiseFilterGradient(geometry: number, x: number, dy: number, dfilter: number, scratch: number): void;
  gatherPixels(geometry: number, images: number, matrix: number): void;
  spreadPixels(geometry: number, matrix: number, images: number): void;
  winogradScratch(geometry: number): number;
  winograd(geometry: number, x: number, filter: number, y: number, turned: boolean, scratch: number): void;
  winogradFilterGradient(geometry: number, x: number, dy: number, dfilter: number, scratch: number): void;
  matrixProductScratch(rows: number, columns: number, depth: number): number;
  multiplyMatrices(
    a: number,
    b: number,
    c: number,
    rows: number,
    columns: number,
    depth: number,
    transposeA: boolean,
    transposeB: boolean,
    scratch: number,
  ): void;
}

/** `plain` rounds alike on every processor; `relaxed` has fused multiply-add; `wide` gives its results, in wider tiles. */
export type KernelBuild = "plain" | "relaxed" | "wide";

const files: Record<KernelBuild, string> = {
  plain: "kernels-simd.wasm",
  relaxed: "kernels-relaxed.wasm",
  wide: "kernels-wide.wasm",
};

const moduleBytes = (build: KernelBuild) => readFileSync(builtFile(files[build]));

/**
 * Whether this thread runs relaxed SIMD, whose fused multiply-add is a quarter faster, but rounds differently on
 * processors without it. V8 of Node 20 has it complete behind a flag that can still be set while it runs; later ones
 * have it anyway.
 */
export function supportsRelaxedSimd(): boolean {
  const bytes = moduleBytes("relaxed");
  if (WebAssembly.validate(bytes)) return true;
  // Electron calls itself Node 20 over a newer V8, which has no such flag any more and would complain.
  if (!process.versions.node.startsWith("20.") || process.versions.electron !== undefined) return false;
  setFlagsFromString("--experimental-wasm-relaxed-simd");
  return WebAssembly.validate(bytes);
}

/** Compiles one build, as V8 does it by itself. */
export const compileKernels = (build: KernelBuild) => new WebAssembly.Module(moduleBytes(build));

/** Instantiates the kernels in `memory`. They touch only what their arguments point at. */
export function instantiateKernels(memory: KernelMemory, module: WebAssembly.Module): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
}
