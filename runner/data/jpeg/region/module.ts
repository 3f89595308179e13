import { readFileSync } from "node:fs";
import { builtFile } from "../../../built-file.ts";

/** The assembly/ folder says what they do. Addresses are in bytes. */
export interface RegionDecoderExports {
  buildHuffmanTable(segment: number, isDc: number, table: number): number;
  decodeScan(job: number): number;
  convertRows(job: number): void;
}

/** Compiled once, because V8 keeps with a module what it has learned to run fast. */
let compiled: WebAssembly.Module | undefined;

export function instantiateRegionDecoder(memory: WebAssembly.Memory): RegionDecoderExports {
  compiled ??= new WebAssembly.Module(readFileSync(builtFile("jpeg-simd.wasm")));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as RegionDecoderExports;
}
