import type { Affine } from "./affine.ts";
import type { AxisFilter } from "./filter.ts";

// What the module reads beside the pixels, as assembly/augment-rows.ts describes it.

/** The pixels from the first to before the last that are read. */
export function extentOf({ first, counts }: AxisFilter): [number, number] {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (let output = 0; output < first.length; output++) {
    start = Math.min(start, first[output]!);
    end = Math.max(end, first[output]! + counts[output]!);
  }
  return [start, end];
}

/** Bytes of the table that `writeColumns` writes. */
export const columnTableBytes = ({ first, stride }: AxisFilter) => first.length * (stride + 1) * 4;

/**
 * For each output the offset of its first pixel in a line of floats that begins with pixel `start`, and its weights: as many
 * for each as the one has that needs most. None reads beyond pixel `end` − 1.
 */
export function writeColumns(
  buffer: ArrayBuffer,
  address: number,
  filter: AxisFilter,
  start: number,
  end: number,
): void {
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

/** Bytes of an entry, and there is one for each output, of the table that `writeRows` writes. */
export const rowEntryBytes = ({ stride }: AxisFilter) => (stride + 2) * 4;

/** For each output its first row, counted from row `top` of the image, how many, and their weights. */
export function writeRows(buffer: ArrayBuffer, address: number, filter: AxisFilter, top: number): void {
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
export function writeMatrix(buffer: ArrayBuffer, address: number, { matrix: [r, g, b], shift }: Affine): void {
  new Float32Array(buffer, address, 16).set([
    ...[r[0], g[0], b[0], 0],
    ...[r[1], g[1], b[1], 0],
    ...[r[2], g[2], b[2], 0],
    ...[shift[0], shift[1], shift[2], 0],
  ]);
}
