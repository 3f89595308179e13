import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import type { KernelMemory } from "./webassembly.ts";

/** What a kernel module exports: functions over byte addresses in the heap, i32 and f32 numbers, and nothing else. */
export interface KernelExports {
  convolutionScratch(geometry: number): number;
  convolution(geometry: number, x: number, filter: number, y: number, scratch: number): void;
  convolutionInputGradientScratch(geometry: number): number;
  convolutionInputGradient(geometry: number, dy: number, filter: number, dx: number, scratch: number): void;
  convolutionFilterGradientScratch(geometry: number): number;
  convolutionFilterGradient(geometry: number, x: number, dy: number, dfilter: number, scratch: number): void;
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

/** `npm run build` puts the modules into dist/, where the bundle lies; the tests run from the sources. */
const folders = ["./", "../", "../../../../dist/"];

function moduleBytes(name: "kernels-relaxed" | "kernels-simd"): Buffer {
  const files = folders.map((folder) => fileURLToPath(new URL(`${folder}${name}.wasm`, import.meta.url)));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`${name}.wasm is in none of ${files.join(", ")}: run "npm run build"`);
  return readFileSync(file);
}

/**
 * Whether this thread runs relaxed SIMD, whose fused multiply-add is a quarter faster, but rounds differently on processors
 * without it. V8 of Node 20 has it complete behind a flag that can still be set while it runs; later ones have it anyway.
 */
export function supportsRelaxedSimd(): boolean {
  if (process.versions.node.startsWith("20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return WebAssembly.validate(moduleBytes("kernels-relaxed"));
}

/** Instantiates the kernels in `memory`. They touch only what their arguments point at. */
export function instantiateKernels(memory: KernelMemory, { relaxed }: { relaxed: boolean }): KernelExports {
  const module = new WebAssembly.Module(moduleBytes(relaxed ? "kernels-relaxed" : "kernels-simd"));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
}
