import { readFileSync } from "node:fs";
import { builtFile } from "../../built-file.ts";
import { supportsRelaxedSimd } from "../../engine/wasm/kernels/module.ts";

/** The assembly/ folder says what it does. Addresses are in bytes. */
export interface FusedExports {
  augmentRows(job: number, start: number, end: number, out: number): void;
}

export function instantiateFusedPass(memory: WebAssembly.Memory, relaxed: boolean): FusedExports {
  const bytes = readFileSync(builtFile(`augment-${relaxed ? "relaxed" : "simd"}.wasm`));
  const module = new WebAssembly.Module(bytes);
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as FusedExports;
}

export { supportsRelaxedSimd };
