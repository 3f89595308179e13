import { multiplyAdd } from "./simd";

/** Bytes of one RGB pixel of floats. */
// @ts-ignore: decorator
@inline const PIXEL: usize = 12;

/** The pixel at `from` in lanes 0 to 2, times the weight at `weight`, added to `sum`; lane 3 is nobody's. */
// @ts-ignore: decorator
@inline function tap(from: usize, weight: usize, sum: v128): v128 {
  return multiplyAdd(v128.load(from), v128.load32_splat(weight), sum);
}

/** red·R + green·G + blue·B + bias, with (R, G, B) in lanes 0 to 2 of `pixel`. */
// @ts-ignore: decorator
@inline function transform(pixel: v128, red: v128, green: v128, blue: v128, bias: v128): v128 {
  const r = v128.shuffle<f32>(pixel, pixel, 0, 0, 0, 0);
  const g = v128.shuffle<f32>(pixel, pixel, 1, 1, 1, 1);
  const b = v128.shuffle<f32>(pixel, pixel, 2, 2, 2, 2);
  return multiplyAdd(b, blue, multiplyAdd(g, green, multiplyAdd(r, red, bias)));
}

/**
 * One row of the output from one line: for each of its pixels the table at `table` has the byte offset of the first pixel in
 * the line and `taps` weights. A pixel is stored with the 4 bytes after it, which the next one overwrites: `out` needs
 * 4 bytes of room at its end, and so does the line.
 */
// @ts-ignore: decorator
@inline export function blendPixels(line: usize, table: usize, taps: i32, pixels: i32, matrix: usize, out: usize): void {
  const red = v128.load(matrix), green = v128.load(matrix, 16), blue = v128.load(matrix, 32);
  const bias = v128.load(matrix, 48);
  const zero = f32x4.splat(0);
  const entry = (<usize>taps + 1) << 2;
  const end = table + entry * <usize>pixels;
  if (taps == 1) {
    for (; table < end; table += 8, out += PIXEL) {
      const pixel = tap(line + load<u32>(table), table + 4, zero);
      v128.store(out, transform(pixel, red, green, blue, bias));
    }
  } else if (taps == 2) {
    for (; table < end; table += 12, out += PIXEL) {
      const from = line + load<u32>(table);
      const pixel = tap(from + PIXEL, table + 8, tap(from, table + 4, zero));
      v128.store(out, transform(pixel, red, green, blue, bias));
    }
  } else if (taps == 3) {
    for (; table < end; table += 16, out += PIXEL) {
      const from = line + load<u32>(table);
      const pixel = tap(from + 2 * PIXEL, table + 12, tap(from + PIXEL, table + 8, tap(from, table + 4, zero)));
      v128.store(out, transform(pixel, red, green, blue, bias));
    }
  } else {
    for (; table < end; out += PIXEL) {
      let from = line + load<u32>(table), pixel = zero;
      const next = table + entry;
      for (let weight = table + 4; weight < next; weight += 4, from += PIXEL) pixel = tap(from, weight, pixel);
      table = next;
      v128.store(out, transform(pixel, red, green, blue, bias));
    }
  }
}
