import { bytes0, bytes12, bytes4, bytes8, multiplyAdd } from "./simd";

/**
 * line[i] = Σ weights[k] · row k[i], for 0 ≤ i < `span`: `taps` rows of bytes, `rowBytes` apart, into one line of floats.
 * Reads and writes whole blocks of 16: up to 15 bytes more of each row and 15 floats more of the line.
 */
// @ts-ignore: decorator
@inline export function blendRows(row: usize, rowBytes: usize, weights: usize, taps: i32, span: i32, line: usize): void {
  const end = row + <usize>span;
  if (taps == 1) {
    const w0 = v128.load32_splat(weights);
    for (; row < end; row += 16, line += 64) {
      const a = v128.load(row);
      v128.store(line, f32x4.mul(bytes0(a), w0));
      v128.store(line, f32x4.mul(bytes4(a), w0), 16);
      v128.store(line, f32x4.mul(bytes8(a), w0), 32);
      v128.store(line, f32x4.mul(bytes12(a), w0), 48);
    }
  } else if (taps == 2) {
    const w0 = v128.load32_splat(weights), w1 = v128.load32_splat(weights, 4);
    for (let below = row + rowBytes; row < end; row += 16, below += 16, line += 64) {
      const a = v128.load(row), b = v128.load(below);
      v128.store(line, multiplyAdd(bytes0(b), w1, f32x4.mul(bytes0(a), w0)));
      v128.store(line, multiplyAdd(bytes4(b), w1, f32x4.mul(bytes4(a), w0)), 16);
      v128.store(line, multiplyAdd(bytes8(b), w1, f32x4.mul(bytes8(a), w0)), 32);
      v128.store(line, multiplyAdd(bytes12(b), w1, f32x4.mul(bytes12(a), w0)), 48);
    }
  } else if (taps == 3) {
    const w0 = v128.load32_splat(weights), w1 = v128.load32_splat(weights, 4), w2 = v128.load32_splat(weights, 8);
    for (let r1 = row + rowBytes, r2 = r1 + rowBytes; row < end; row += 16, r1 += 16, r2 += 16, line += 64) {
      const a = v128.load(row), b = v128.load(r1), c = v128.load(r2);
      v128.store(line, multiplyAdd(bytes0(c), w2, multiplyAdd(bytes0(b), w1, f32x4.mul(bytes0(a), w0))));
      v128.store(line, multiplyAdd(bytes4(c), w2, multiplyAdd(bytes4(b), w1, f32x4.mul(bytes4(a), w0))), 16);
      v128.store(line, multiplyAdd(bytes8(c), w2, multiplyAdd(bytes8(b), w1, f32x4.mul(bytes8(a), w0))), 32);
      v128.store(line, multiplyAdd(bytes12(c), w2, multiplyAdd(bytes12(b), w1, f32x4.mul(bytes12(a), w0))), 48);
    }
  } else {
    const last = weights + ((<usize>taps) << 2);
    for (; row < end; row += 16, line += 64) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, from = row;
      for (let weight = weights; weight < last; weight += 4, from += rowBytes) {
        const w = v128.load32_splat(weight), a = v128.load(from);
        s0 = multiplyAdd(bytes0(a), w, s0);
        s1 = multiplyAdd(bytes4(a), w, s1);
        s2 = multiplyAdd(bytes8(a), w, s2);
        s3 = multiplyAdd(bytes12(a), w, s3);
      }
      v128.store(line, s0);
      v128.store(line, s1, 16);
      v128.store(line, s2, 32);
      v128.store(line, s3, 48);
    }
  }
}
