// Two-dimensional transforms of one tile: 6×6 inputs or 4×4 outputs, all channels, four at a time. The results of the first
// pass stand in a small buffer, `work`, between the two.
import { Geometry } from "./geometry";
import { FLOAT_BYTES, PANEL, PANEL_BYTES, VECTOR_BYTES } from "./simd";
import { transformInput, transformOutput, transformOutputGradient } from "./winograd-transforms";

/** Outputs of a tile along a side, and inputs, which is also the number of frequencies. */
// @ts-ignore: decorator
@inline export const OUTPUTS: i32 = 4;
// @ts-ignore: decorator
@inline export const INPUTS: i32 = 6;
// @ts-ignore: decorator
@inline export const FREQUENCIES: i32 = 36;
// @ts-ignore: decorator
@inline export const WORK_BYTES: i32 = FREQUENCIES * VECTOR_BYTES;

/** The address of pixel (y, x) of `image`, or of zeros where the row is outside. The column may be: see the callers. */
// @ts-ignore: decorator
@inline function pixel(image: usize, y: i32, x: i32, height: i32, width: i32, channels: i32, zeros: usize): usize {
  return y >= 0 && y < height ? image + (y * width + x) * channels * FLOAT_BYTES : zeros;
}

/**
 * The 6×6 inputs from (y, x) on, which may lie outside the image, to 36 frequencies that stand `planeBytes` apart. `zeros` has
 * INPUTS pixels of zeros.
 */
export function inputTile(
  g: Geometry, image: usize, y: i32, x: i32, to: usize, planeBytes: i32, work: usize, zeros: usize,
): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const row0 = pixel(image, y, x, g.height, g.width, g.channels, zeros);
  const row1 = pixel(image, y + 1, x, g.height, g.width, g.channels, zeros);
  const row2 = pixel(image, y + 2, x, g.height, g.width, g.channels, zeros);
  const row3 = pixel(image, y + 3, x, g.height, g.width, g.channels, zeros);
  const row4 = pixel(image, y + 4, x, g.height, g.width, g.channels, zeros);
  const row5 = pixel(image, y + 5, x, g.height, g.width, g.channels, zeros);
  const first = max(0, -x);
  const last = min(INPUTS, g.width - x);
  if (first > 0 || last < INPUTS) memory.fill(work, 0, WORK_BYTES); // columns outside the image stay zero
  for (let channel = 0; channel < pixelBytes; channel += VECTOR_BYTES) {
    let at = channel + first * pixelBytes;
    for (let column = first; column < last; column++, at += pixelBytes) {
      transformInput(
        v128.load(row0 + at), v128.load(row1 + at), v128.load(row2 + at), v128.load(row3 + at), v128.load(row4 + at),
        v128.load(row5 + at), work + column * VECTOR_BYTES, INPUTS * VECTOR_BYTES,
      );
    }
    let from = work;
    for (let row = 0; row < INPUTS; row++, from += INPUTS * VECTOR_BYTES) {
      transformInput(
        v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), v128.load(from, 64),
        v128.load(from, 80), to + row * INPUTS * planeBytes + channel, planeBytes,
      );
    }
  }
}

/** 36 frequencies to the outputs from (y, x) on; what lies outside the image is dropped. */
export function outputTile(
  g: Geometry, from: usize, planeBytes: i32, image: usize, y: i32, x: i32, work: usize,
): void {
  const pixelBytes = g.outChannels * FLOAT_BYTES;
  const rows = min(OUTPUTS, g.outHeight - y);
  const columns = min(OUTPUTS, g.outWidth - x);
  const to = image + (y * g.outWidth + x) * pixelBytes;
  const rowBytes = g.outWidth * pixelBytes;
  for (let channel = 0; channel < pixelBytes; channel += VECTOR_BYTES) {
    for (let column = 0; column < INPUTS; column++) {
      const at = from + column * planeBytes + channel;
      const step = INPUTS * planeBytes;
      transformOutput(
        v128.load(at), v128.load(at + step), v128.load(at + 2 * step), v128.load(at + 3 * step), v128.load(at + 4 * step),
        v128.load(at + 5 * step), work + column * VECTOR_BYTES, INPUTS * VECTOR_BYTES,
      );
    }
    let line = work;
    let pixels = to + channel;
    for (let row = 0; row < rows; row++, line += INPUTS * VECTOR_BYTES, pixels += rowBytes) {
      const whole = columns == OUTPUTS;
      transformOutput(
        v128.load(line), v128.load(line, 16), v128.load(line, 32), v128.load(line, 48), v128.load(line, 64),
        v128.load(line, 80), whole ? pixels : line, whole ? pixelBytes : VECTOR_BYTES,
      );
      if (!whole) {
        for (let column = 0; column < columns; column++) {
          v128.store(pixels + column * pixelBytes, v128.load(line + column * VECTOR_BYTES));
        }
      }
    }
  }
}

/**
 * The gradients of the outputs from (y, x) on, to 36 frequencies, each a packed matrix [tile, channel]: `to` is this tile's row
 * of the first panel, and panels are `panelBytes` apart. `zeros` has OUTPUTS pixels of zeros.
 */
export function outputGradientTile(
  g: Geometry, gradient: usize, y: i32, x: i32, to: usize, planeBytes: i32, panelBytes: i32, work: usize, zeros: usize,
): void {
  const channels = g.outChannels;
  const pixelBytes = channels * FLOAT_BYTES;
  const row0 = pixel(gradient, y, x, g.outHeight, g.outWidth, channels, zeros);
  const row1 = pixel(gradient, y + 1, x, g.outHeight, g.outWidth, channels, zeros);
  const row2 = pixel(gradient, y + 2, x, g.outHeight, g.outWidth, channels, zeros);
  const row3 = pixel(gradient, y + 3, x, g.outHeight, g.outWidth, channels, zeros);
  const last = min(OUTPUTS, g.outWidth - x);
  if (last < OUTPUTS) memory.fill(work, 0, WORK_BYTES);
  for (let channel = 0; channel < channels; channel += 4) {
    let at = channel * FLOAT_BYTES;
    for (let column = 0; column < last; column++, at += pixelBytes) {
      transformOutputGradient(
        v128.load(row0 + at), v128.load(row1 + at), v128.load(row2 + at), v128.load(row3 + at),
        work + column * VECTOR_BYTES, OUTPUTS * VECTOR_BYTES,
      );
    }
    let from = work;
    const place = to + (channel / PANEL) * panelBytes + (channel % PANEL) * FLOAT_BYTES;
    for (let row = 0; row < INPUTS; row++, from += OUTPUTS * VECTOR_BYTES) {
      transformOutputGradient(
        v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48),
        place + row * INPUTS * planeBytes, planeBytes,
      );
    }
  }
  // A last panel that is half full is half zeros.
  if (channels % PANEL) {
    let place = to + (channels / PANEL) * panelBytes + VECTOR_BYTES;
    for (let frequency = 0; frequency < FREQUENCIES; frequency++, place += planeBytes) v128.store(place, f32x4.splat(0));
  }
}
