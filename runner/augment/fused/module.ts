import { readFileSync } from "node:fs";
import { builtFile } from "../../built-file.ts";

/** The assembly/ folder says what it does. Addresses are in bytes. */
export interface FusedExports {
  augmentRows(job: number, start: number, end: number, out: number): void;
}

/** Compiled once, because V8 keeps with a module what it has learned to run fast. */
const compiled = new Map<boolean, WebAssembly.Module>();

/** Instantiates the build with fused multiply-add (`relaxed`) or the other one in `memory`. */
export function instantiateFusedPass(memory: WebAssembly.Memory, relaxed: boolean): FusedExports {
  let module = compiled.get(relaxed);
  if (module === undefined) {
    module = new WebAssembly.Module(readFileSync(builtFile(`augment-${relaxed ? "relaxed" : "simd"}.wasm`)));
    compiled.set(relaxed, module);
  }
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as FusedExports;
}
