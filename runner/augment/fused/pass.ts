import type { ImagePart } from "../../data/decode-part.ts";
import type { Size } from "../operation.ts";
import type { Affine } from "./affine.ts";
import { type AxisFilter, filterOf } from "./filter.ts";
import type { FusedPlan } from "./fuse.ts";
import { Layout, type Region } from "./layout.ts";
import { type FusedExports, instantiateFusedPass, supportsRelaxedSimd } from "./module.ts";

/** Executes fused plans in a WebAssembly memory of its own. One for each thread. */
export interface FusedPass {
  /**
   * Room for an image in the memory of the pass, so that a decoder can write it where it is needed. It is valid until
   * `run` or `allocate` is called.
   */
  allocate(bytes: number): Uint8Array;
  /**
   * Writes float32 RGB pixels into `out`, which has 3 · columns.outputs · rows.outputs values. The part has the pixels
   * that the plan reads.
   */
  run(part: ImagePart, plan: FusedPlan, out: Float32Array): void;
  /** For the tests of the bounds: the memory, and where the last run was allowed to write. */
  readonly memory: WebAssembly.Memory;
  readonly regions: readonly Region[];
}

const pageBytes = 65_536;
/** Wasm has 4 GiB. Larger images are beyond every sensible `data.maxPixels`. */
const maxImageBytes = 2 ** 30;
/** A JPEG's largest side. What a pass needs beside the image then stays below some megabytes. */
const maxSide = 65_535;
/** A worker that met a huge photograph once should not keep its memory. */
const keptBytes = 2 ** 26;
/** Rows of output are made in bands that stay in the cache until they are copied out. */
const bandBytes = 2 ** 15;
/** Vectors of 16 bytes are read and written beyond the ends of rows and pixels. */
const slack = 64;

export function createFusedPass({ relaxed = supportsRelaxedSimd() } = {}): FusedPass {
  let memory: WebAssembly.Memory;
  let wasm: FusedExports;
  let regions: readonly Region[] = [];
  /** Bytes from `imageAddress` on that are kept for the image. */
  let imageBytes = 0;
  restart();

  function restart(): void {
    memory = new WebAssembly.Memory({ initial: 1 });
    wasm = instantiateFusedPass(memory, relaxed);
    imageBytes = 0;
  }

  function reserve(bytes: number): void {
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  }

  function allocate(bytes: number): Uint8Array {
    if (bytes > maxImageBytes) return new Uint8Array(bytes);
    if (memory.buffer.byteLength > keptBytes && bytes < keptBytes / 2) restart();
    imageBytes = Math.max(imageBytes, bytes);
    const layout = new Layout();
    const address = layout.add(imageBytes + slack);
    reserve(layout.bytes);
    return new Uint8Array(memory.buffer, address, bytes);
  }

  function run({ image, left, top, scale }: ImagePart, plan: FusedPlan, out: Float32Array): void {
    const columns = filterOf(plan.columns, { first: left, count: image.width, scale });
    const rows = filterOf(plan.rows, { first: top, count: image.height, scale });
    const [firstColumn, endColumn] = extent(columns);
    const [firstRow, endRow] = extent(rows);
    const width = plan.columns.outputs;
    const rowBytes = image.width * 3;
    const span = (endColumn - firstColumn) * 3;

    // Bytes that lie elsewhere are copied, those rows that are read.
    let data = image.data;
    let topRow = 0;
    if (data.buffer !== memory.buffer) {
      topRow = firstRow;
      const source = data.subarray(firstRow * rowBytes, endRow * rowBytes);
      data = allocate(source.length);
      data.set(source);
    }

    const layout = new Layout();
    layout.add(imageBytes + slack);
    const bandRows = Math.max(1, Math.floor(bandBytes / (width * 12)));
    const job = layout.add(40);
    const matrix = layout.add(64);
    const columnTable = layout.add(columns.first.length * (columns.stride + 1) * 4);
    const rowEntry = (rows.stride + 2) * 4;
    const rowTable = layout.add(rows.first.length * rowEntry);
    const line = layout.add(span * 4 + slack);
    const band = layout.add(bandRows * width * 12 + 4);
    const imageAddress = data.byteOffset;
    reserve(layout.bytes);
    regions = layout.regions;

    const { buffer } = memory;
    writeColumns(buffer, columnTable, columns, firstColumn, endColumn);
    writeRows(buffer, rowTable, rows, topRow);
    writeMatrix(buffer, matrix, plan.color);
    const image0 = imageAddress + firstColumn * 3;
    new Uint32Array(buffer, job, 10).set([
      image0,
      rowBytes,
      span,
      rowTable,
      rowEntry,
      columnTable,
      columns.stride,
      width,
      line,
      matrix,
    ]);
    const made = new Float32Array(buffer, band, bandRows * width * 3);
    const outputs = plan.rows.outputs;
    for (let start = 0; start < outputs; start += bandRows) {
      const end = Math.min(start + bandRows, outputs);
      wasm.augmentRows(job, start, end, band);
      out.set(end - start === bandRows ? made : made.subarray(0, (end - start) * width * 3), start * width * 3);
    }
  }

  return {
    allocate,
    run,
    get memory() {
      return memory;
    },
    get regions() {
      return regions;
    },
  };
}

/** Whether an image fits the pass. Where it does not, the separate operations have to do it. */
export function fitsPass({ width, height }: Size): boolean {
  return width <= maxSide && height <= maxSide && width * height * 3 <= maxImageBytes;
}

/** The pixels from the first to before the last that are read. */
function extent({ first, counts }: AxisFilter): [number, number] {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (let output = 0; output < first.length; output++) {
    start = Math.min(start, first[output]!);
    end = Math.max(end, first[output]! + counts[output]!);
  }
  return [start, end];
}

/** Every output gets as many weights as the one that needs most, and none reads beyond the end. */
function writeColumns(buffer: ArrayBuffer, address: number, filter: AxisFilter, start: number, end: number): void {
  const { first, counts, weights, stride } = filter;
  const offsets = new Uint32Array(buffer, address);
  const table = new Float32Array(buffer, address);
  let entry = 0;
  for (let output = 0; output < first.length; output++) {
    const from = Math.min(first[output]!, end - stride);
    const shift = first[output]! - from;
    offsets[entry++] = (from - start) * 12;
    const weight = output * stride - shift;
    for (let tap = 0; tap < stride; tap++) {
      table[entry++] = tap < shift || tap - shift >= counts[output]! ? 0 : weights[weight + tap]!;
    }
  }
}

function writeRows(buffer: ArrayBuffer, address: number, filter: AxisFilter, top: number): void {
  const { first, counts, weights, stride } = filter;
  const numbers = new Uint32Array(buffer, address);
  const table = new Float32Array(buffer, address);
  let entry = 0;
  for (let output = 0; output < first.length; output++) {
    numbers[entry] = first[output]! - top;
    numbers[entry + 1] = counts[output]!;
    for (let tap = 0; tap < stride; tap++) table[entry + 2 + tap] = weights[output * stride + tap]!;
    entry += stride + 2;
  }
}

/** By columns: what red, green and blue contribute, and the shift. */
function writeMatrix(buffer: ArrayBuffer, address: number, { matrix: [r, g, b], shift }: Affine): void {
  new Float32Array(buffer, address, 16).set([
    ...[r[0], g[0], b[0], 0],
    ...[r[1], g[1], b[1], 0],
    ...[r[2], g[2], b[2], 0],
    ...[shift[0], shift[1], shift[2], 0],
  ]);
}
