// Depthwise convolutions of 3×3 without stride, one filter a channel, channels in fours.
import { bandBytes, bandRows, copyBand } from "./band";
import { Geometry, paddedWidth } from "./geometry";
import { FLOAT_BYTES, multiplyAdd, region, VECTOR_BYTES } from "./simd";

export function isPlain3x3(g: Geometry): bool {
  return g.filterHeight == 3 && g.filterWidth == 3 && g.strideHeight == 1 && g.strideWidth == 1 &&
    g.outChannels == g.channels && g.channels % 4 == 0;
}

// @ts-ignore: decorator
@inline function filterBytes(g: Geometry): i32 {
  return region(9 * g.channels * FLOAT_BYTES);
}

export function depthwise3x3Scratch(g: Geometry): i32 {
  return filterBytes(g) + region(bandBytes(g, bandRows(g)));
}

/** y = x ∗ filter, or with the filter turned by 180°, which takes gradients of the output to those of the input. */
export function depthwise3x3(g: Geometry, x: usize, filter: usize, y: usize, turned: bool, scratch: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const rowBytes = paddedWidth(g) * pixelBytes;
  const outRowBytes = g.outWidth * pixelBytes;
  const rows = bandRows(g);
  const band = scratch + filterBytes(g);
  for (let tap = 0; tap < 9; tap++) {
    memory.copy(scratch + tap * pixelBytes, filter + (turned ? 8 - tap : tap) * pixelBytes, pixelBytes);
  }
  for (let n = 0; n < g.batch; n++) {
    for (let row = 0; row < g.outHeight; row += rows) {
      const some = min(rows, g.outHeight - row);
      copyBand(g, x, row, some, band);
      for (let line = 0; line < some; line++) {
        convolveRow(band + line * rowBytes, rowBytes, pixelBytes, scratch, y + (row + line) * outRowBytes, g.outWidth);
      }
    }
    x += g.height * g.width * pixelBytes;
    y += g.outHeight * outRowBytes;
  }
}

/** A row of outputs, four pixels at a time, then one at a time. */
function convolveRow(from: usize, rowBytes: i32, pixelBytes: i32, filter: usize, to: usize, width: i32): void {
  for (; width >= 4; width -= 4) {
    for (let channel = 0; channel < pixelBytes; channel += VECTOR_BYTES) {
      let y0 = f32x4.splat(0), y1 = y0, y2 = y0, y3 = y0;
      let pixels = from + channel;
      let taps = filter + channel;
      for (let ky = 0; ky < 3; ky++) {
        const x0 = v128.load(pixels);
        const x1 = v128.load(pixels + pixelBytes);
        const x2 = v128.load(pixels + 2 * pixelBytes);
        const x3 = v128.load(pixels + 3 * pixelBytes);
        const x4 = v128.load(pixels + 4 * pixelBytes);
        const x5 = v128.load(pixels + 5 * pixelBytes);
        const left = v128.load(taps), middle = v128.load(taps + pixelBytes), right = v128.load(taps + 2 * pixelBytes);
        y0 = multiplyAdd(x2, right, multiplyAdd(x1, middle, multiplyAdd(x0, left, y0)));
        y1 = multiplyAdd(x3, right, multiplyAdd(x2, middle, multiplyAdd(x1, left, y1)));
        y2 = multiplyAdd(x4, right, multiplyAdd(x3, middle, multiplyAdd(x2, left, y2)));
        y3 = multiplyAdd(x5, right, multiplyAdd(x4, middle, multiplyAdd(x3, left, y3)));
        pixels += rowBytes;
        taps += 3 * pixelBytes;
      }
      const place = to + channel;
      v128.store(place, y0);
      v128.store(place + pixelBytes, y1);
      v128.store(place + 2 * pixelBytes, y2);
      v128.store(place + 3 * pixelBytes, y3);
    }
    from += 4 * pixelBytes;
    to += 4 * pixelBytes;
  }
  for (; width > 0; width--) {
    for (let channel = 0; channel < pixelBytes; channel += VECTOR_BYTES) {
      let sum = f32x4.splat(0);
      let pixels = from + channel;
      let taps = filter + channel;
      for (let ky = 0; ky < 3; ky++) {
        sum = multiplyAdd(v128.load(pixels), v128.load(taps), sum);
        sum = multiplyAdd(v128.load(pixels + pixelBytes), v128.load(taps + pixelBytes), sum);
        sum = multiplyAdd(v128.load(pixels + 2 * pixelBytes), v128.load(taps + 2 * pixelBytes), sum);
        pixels += rowBytes;
        taps += 3 * pixelBytes;
      }
      v128.store(to + channel, sum);
    }
    from += pixelBytes;
    to += pixelBytes;
  }
}

export function depthwise3x3FilterGradientScratch(g: Geometry): i32 {
  return region(bandBytes(g, bandRows(g)));
}

/** Adds to dfilter[ky,kx,c] the sum over all pixels of x, shifted by (ky,kx), times dy. */
export function depthwise3x3FilterGradient(g: Geometry, x: usize, dy: usize, dfilter: usize, band: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const rowBytes = paddedWidth(g) * pixelBytes;
  const outRowBytes = g.outWidth * pixelBytes;
  const rows = bandRows(g);
  for (let n = 0; n < g.batch; n++) {
    for (let row = 0; row < g.outHeight; row += rows) {
      const some = min(rows, g.outHeight - row);
      copyBand(g, x, row, some, band);
      for (let line = 0; line < some; line++, dy += outRowBytes) {
        for (let ky = 0; ky < 3; ky++) {
          addRowProducts(band + (line + ky) * rowBytes, dy, pixelBytes, g.outWidth, dfilter + 3 * ky * pixelBytes);
        }
      }
    }
    x += g.height * g.width * pixelBytes;
  }
}

/** Adds to the three taps of a row of the filter the products of a row of inputs and a row of gradients. */
function addRowProducts(from: usize, gradients: usize, pixelBytes: i32, width: i32, taps: usize): void {
  for (let channel = 0; channel < pixelBytes; channel += VECTOR_BYTES) {
    let left = v128.load(taps), middle = v128.load(taps + pixelBytes), right = v128.load(taps + 2 * pixelBytes);
    // Two sums for each tap: one alone would wait for itself.
    let left2 = f32x4.splat(0), middle2 = left2, right2 = left2;
    let x = from + channel;
    let dy = gradients + channel;
    let pixels = width;
    for (; pixels > 1; pixels -= 2) {
      const d0 = v128.load(dy), d1 = v128.load(dy + pixelBytes);
      const x0 = v128.load(x), x1 = v128.load(x + pixelBytes);
      const x2 = v128.load(x + 2 * pixelBytes), x3 = v128.load(x + 3 * pixelBytes);
      left = multiplyAdd(x0, d0, left);
      middle = multiplyAdd(x1, d0, middle);
      right = multiplyAdd(x2, d0, right);
      left2 = multiplyAdd(x1, d1, left2);
      middle2 = multiplyAdd(x2, d1, middle2);
      right2 = multiplyAdd(x3, d1, right2);
      x += 2 * pixelBytes;
      dy += 2 * pixelBytes;
    }
    if (pixels) {
      const d = v128.load(dy);
      left = multiplyAdd(v128.load(x), d, left);
      middle = multiplyAdd(v128.load(x + pixelBytes), d, middle);
      right = multiplyAdd(v128.load(x + 2 * pixelBytes), d, right);
    }
    v128.store(taps, f32x4.add(left, left2));
    v128.store(taps + pixelBytes, f32x4.add(middle, middle2));
    v128.store(taps + 2 * pixelBytes, f32x4.add(right, right2));
    taps += VECTOR_BYTES;
  }
}
