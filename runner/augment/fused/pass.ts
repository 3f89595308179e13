import type { ImagePart } from "../../data/decode-part.ts";
import type { Size } from "../operation.ts";
import { FilterRoom, filterOf } from "./filter.ts";
import type { FusedPlan } from "./fuse.ts";
import { Layout, type Region } from "./layout.ts";
import { type FusedExports, instantiateFusedPass } from "./module.ts";
import { columnTableBytes, extentOf, rowEntryBytes, writeColumns, writeMatrix, writeRows } from "./tables.ts";

/**
 * Executes fused plans in a WebAssembly memory of its own, or in the one where the image is. One for each thread.
 */
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
  /** For the tests of the bounds: the memory of its own, and where the last run was allowed to write. */
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
/** What is read beyond the end of the image (15 bytes) and written beyond the end of a line (15 floats), rounded up. */
const slack = 64;

/** `relaxed` chooses the build with fused multiply-add. */
export function createFusedPass({ relaxed }: { relaxed: boolean }): FusedPass {
  let memory: WebAssembly.Memory;
  let wasm: FusedExports;
  let regions: readonly Region[] = [];
  /** Bytes of the first region, where the image is. */
  let imageBytes = 0;
  const columnRoom = new FilterRoom();
  const rowRoom = new FilterRoom();
  /** The module in the memories of decoders. */
  const elsewhere = new WeakMap<WebAssembly.Memory, FusedExports>();
  restart();

  function restart(): void {
    memory = new WebAssembly.Memory({ initial: 1 });
    wasm = instantiateFusedPass(memory, relaxed);
    imageBytes = 0;
  }

  function moduleIn(room: WebAssembly.Memory): FusedExports {
    let instance = elsewhere.get(room);
    if (instance === undefined) {
      instance = instantiateFusedPass(room, relaxed);
      elsewhere.set(room, instance);
    }
    return instance;
  }

  function allocate(bytes: number): Uint8Array {
    if (bytes > maxImageBytes) return new Uint8Array(bytes);
    if (memory.buffer.byteLength > keptBytes && bytes < keptBytes / 2) restart();
    imageBytes = Math.max(imageBytes, bytes);
    const layout = new Layout();
    const address = layout.add(imageBytes + slack);
    reserve(memory, layout);
    return new Uint8Array(memory.buffer, address, bytes);
  }

  function run({ image, left, top, scale }: ImagePart, plan: FusedPlan, out: Float32Array): void {
    const columns = filterOf(plan.columns, { first: left, count: image.width, scale }, columnRoom);
    const rows = filterOf(plan.rows, { first: top, count: image.height, scale }, rowRoom);
    const [firstColumn, endColumn] = extentOf(columns);
    const [firstRow, endRow] = extentOf(rows);
    const width = plan.columns.outputs;
    const rowBytes = image.width * 3;
    const span = (endColumn - firstColumn) * 3;

    // Bytes that lie in no WebAssembly memory are copied, those rows that are read.
    let data = image.data;
    let topRow = 0;
    if (image.room === undefined && data.buffer !== memory.buffer) {
      topRow = firstRow;
      const source = data.subarray(firstRow * rowBytes, endRow * rowBytes);
      data = allocate(source.length);
      data.set(source);
    }
    const { room } = image;
    const home = room?.memory ?? memory;
    const instance = room === undefined ? wasm : moduleIn(room.memory);
    const layout = new Layout(room?.layout);
    if (room === undefined) layout.add(imageBytes + slack);

    const outputRowBytes = width * 12;
    const bandRows = Math.max(1, Math.floor(bandBytes / outputRowBytes));
    const job = layout.add(40);
    const matrix = layout.add(64);
    const columnTable = layout.add(columnTableBytes(columns));
    const rowEntry = rowEntryBytes(rows);
    const rowTable = layout.add(plan.rows.outputs * rowEntry);
    const line = layout.add(span * 4 + slack);
    // A pixel is stored with the four bytes after it.
    const band = layout.add(bandRows * outputRowBytes + 4);
    // Growing the memory empties the views of it, so this is asked before.
    const image0 = data.byteOffset + firstColumn * 3;
    reserve(home, layout);
    regions = layout.regions;

    const { buffer } = home;
    writeColumns(buffer, columnTable, columns, firstColumn, endColumn);
    writeRows(buffer, rowTable, rows, topRow);
    writeMatrix(buffer, matrix, plan.color);
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
    const made = Buffer.from(buffer, band, bandRows * outputRowBytes);
    const target = Buffer.from(out.buffer, out.byteOffset, out.byteLength);
    const outputs = plan.rows.outputs;
    for (let start = 0; start < outputs; start += bandRows) {
      const end = Math.min(start + bandRows, outputs);
      instance.augmentRows(job, start, end, band);
      const bytes = (end - start) * outputRowBytes;
      // Where `out` is shared memory, `set` copies it number by number; this copies it as one piece.
      target.fill(bytes === made.length ? made : made.subarray(0, bytes), start * outputRowBytes, end * outputRowBytes);
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

function reserve(memory: WebAssembly.Memory, layout: Layout): void {
  const missing = layout.bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}

/** Whether an image fits the pass. Where it does not, the separate operations have to do it. */
export function fitsPass({ width, height }: Size): boolean {
  return width <= maxSide && height <= maxSide && width * height * 3 <= maxImageBytes;
}
