// Two-dimensional transforms of one tile, 6×6 inputs or 4×4 outputs, all channels, four at a time. What the first pass
// makes stands in a small buffer, `work`, between the two. Pixels come from and go to bands of rows (winograd-
// bands.ts).
import { FLOAT_BYTES, PANEL, VECTOR, VECTOR_BYTES } from "./simd";
import { transformInput, transformOutput, transformOutputGradient } from "./winograd-transforms";

/** Outputs of a tile along a side, and inputs, which is also the number of frequencies along a side. */
// @ts-ignore: decorator
@inline export const OUTPUTS: i32 = 4;
// @ts-ignore: decorator
@inline export const INPUTS: i32 = 6;
// @ts-ignore: decorator
@inline export const FREQUENCIES: i32 = 36;
// @ts-ignore: decorator
@inline export const WORK_BYTES: i32 = FREQUENCIES * VECTOR_BYTES;

/** 6×6 pixels from `pixels` on to 36 frequencies, which stand `planeBytes` apart. */
export function inputTile(pixels: usize, rowBytes: i32, pixelBytes: i32, to: usize, planeBytes: i32, work: usize): void {
  for (let channel = 0; channel < pixelBytes; channel += VECTOR_BYTES) {
    let row0 = pixels + channel;
    let row1 = row0 + rowBytes;
    let row2 = row1 + rowBytes;
    let row3 = row2 + rowBytes;
    let row4 = row3 + rowBytes;
    let row5 = row4 + rowBytes;
    const end = work + INPUTS * VECTOR_BYTES;
    for (let column = work; column < end; column += VECTOR_BYTES) {
      transformInput(
        v128.load(row0), v128.load(row1), v128.load(row2), v128.load(row3), v128.load(row4), v128.load(row5),
        column, INPUTS * VECTOR_BYTES,
      );
      row0 += pixelBytes; row1 += pixelBytes; row2 += pixelBytes; row3 += pixelBytes; row4 += pixelBytes;
      row5 += pixelBytes;
    }
    let line = work;
    for (let row = 0; row < INPUTS; row++, line += INPUTS * VECTOR_BYTES) {
      transformInput(
        v128.load(line), v128.load(line, 16), v128.load(line, 32), v128.load(line, 48), v128.load(line, 64),
        v128.load(line, 80), to + row * INPUTS * planeBytes + channel, planeBytes,
      );
    }
  }
}

/** 36 frequencies to 4×4 pixels from `pixels` on. */
export function outputTile(from: usize, planeBytes: i32, pixels: usize, rowBytes: i32, pixelBytes: i32, work: usize): void {
  const step = INPUTS * planeBytes;
  for (let channel = 0; channel < pixelBytes; channel += VECTOR_BYTES) {
    let at = from + channel;
    for (let column = 0; column < INPUTS; column++, at += planeBytes) {
      transformOutput(
        v128.load(at), v128.load(at + step), v128.load(at + 2 * step), v128.load(at + 3 * step), v128.load(at + 4 * step),
        v128.load(at + 5 * step), work + column * VECTOR_BYTES, INPUTS * VECTOR_BYTES,
      );
    }
    let line = work;
    let to = pixels + channel;
    for (let row = 0; row < OUTPUTS; row++, line += INPUTS * VECTOR_BYTES, to += rowBytes) {
      transformOutput(
        v128.load(line), v128.load(line, 16), v128.load(line, 32), v128.load(line, 48), v128.load(line, 64),
        v128.load(line, 80), to, pixelBytes,
      );
    }
  }
}

/**
 * The gradients of 4×4 pixels to 36 frequencies, each a packed matrix [tile, channel]: `to` is this tile's row of the
 * first panel, and panels are `panelBytes` apart.
 */
export function outputGradientTile(
  pixels: usize, rowBytes: i32, channels: i32, to: usize, planeBytes: i32, panelBytes: i32, work: usize,
): void {
  const pixelBytes = channels * FLOAT_BYTES;
  for (let channel = 0; channel < channels; channel += VECTOR) {
    let at = pixels + channel * FLOAT_BYTES;
    for (let column = 0; column < OUTPUTS; column++, at += pixelBytes) {
      transformOutputGradient(
        v128.load(at), v128.load(at + rowBytes), v128.load(at + 2 * rowBytes), v128.load(at + 3 * rowBytes),
        work + column * VECTOR_BYTES, OUTPUTS * VECTOR_BYTES,
      );
    }
    let line = work;
    let place = to + (channel / PANEL) * panelBytes + (channel % PANEL) * FLOAT_BYTES;
    for (let row = 0; row < INPUTS; row++, line += OUTPUTS * VECTOR_BYTES, place += INPUTS * planeBytes) {
      transformOutputGradient(
        v128.load(line), v128.load(line, 16), v128.load(line, 32), v128.load(line, 48), place, planeBytes,
      );
    }
  }
  // A last panel that is half full is half zeros.
  if (channels % PANEL) {
    let place = to + (channels / PANEL) * panelBytes + VECTOR_BYTES;
    for (let frequency = 0; frequency < FREQUENCIES; frequency++, place += planeBytes) v128.store(place, f32x4.splat(0));
  }
}
