// The one-dimensional transforms of Winograd's minimal filtering F(4, 3) with the points 0, ±1, ±2 and ∞ (Lavin & Gray,
// 2016). Each takes vectors of four channels and stores its results `stepBytes` apart; two passes, over the columns and over
// the rows of a tile, make the two-dimensional transform. Names are those of the paper: Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A.
import { multiplyAdd, multiplySubtract } from "./simd";

/** Bᵀ: six inputs of a tile, to six frequencies. */
// @ts-ignore: decorator
@inline export function transformInput(
  a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, to: usize, stepBytes: i32,
): void {
  const four = f32x4.splat(4);
  const five = f32x4.splat(5);
  v128.store(to, multiplyAdd(four, a, multiplySubtract(five, c, e)));
  const even = multiplySubtract(four, c, e);
  const odd = multiplySubtract(four, b, d);
  v128.store(to += stepBytes, f32x4.add(even, odd));
  v128.store(to += stepBytes, f32x4.sub(even, odd));
  const outer = f32x4.sub(e, c);
  const half = f32x4.sub(d, b);
  const inner = f32x4.add(half, half);
  v128.store(to += stepBytes, f32x4.add(outer, inner));
  v128.store(to += stepBytes, f32x4.sub(outer, inner));
  v128.store(to += stepBytes, multiplyAdd(four, b, multiplySubtract(five, d, f)));
}

/** Aᵀ: six frequencies, to four outputs. */
// @ts-ignore: decorator
@inline export function transformOutput(
  a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, to: usize, stepBytes: i32,
): void {
  const sum1 = f32x4.add(b, c);
  const difference1 = f32x4.sub(b, c);
  const sum2 = f32x4.add(d, e);
  const difference2 = f32x4.sub(d, e);
  v128.store(to, f32x4.add(f32x4.add(a, sum1), sum2));
  v128.store(to += stepBytes, f32x4.add(f32x4.add(difference2, difference2), difference1));
  v128.store(to += stepBytes, multiplyAdd(f32x4.splat(4), sum2, sum1));
  v128.store(to += stepBytes, f32x4.add(multiplyAdd(f32x4.splat(8), difference2, difference1), f));
}

/** A: the gradients of four outputs, to six frequencies. */
// @ts-ignore: decorator
@inline export function transformOutputGradient(a: v128, b: v128, c: v128, d: v128, to: usize, stepBytes: i32): void {
  const four = f32x4.splat(4);
  const even = f32x4.add(a, c);
  const odd = f32x4.add(b, d);
  v128.store(to, a);
  v128.store(to += stepBytes, f32x4.add(even, odd));
  v128.store(to += stepBytes, f32x4.sub(even, odd));
  const even2 = multiplyAdd(four, c, a);
  const half2 = multiplyAdd(four, d, b);
  const odd2 = f32x4.add(half2, half2);
  v128.store(to += stepBytes, f32x4.add(even2, odd2));
  v128.store(to += stepBytes, f32x4.sub(even2, odd2));
  v128.store(to += stepBytes, d);
}

/** G: three weights, to six frequencies. */
// @ts-ignore: decorator
@inline export function transformFilter(a: v128, b: v128, c: v128, to: usize, stepBytes: i32): void {
  const sixth = f32x4.splat(<f32>(1.0 / 6));
  const even = f32x4.mul(f32x4.add(a, c), f32x4.splat(<f32>(-1.0 / 6)));
  const odd = f32x4.mul(b, sixth);
  v128.store(to, f32x4.mul(a, f32x4.splat(0.25)));
  v128.store(to += stepBytes, f32x4.sub(even, odd));
  v128.store(to += stepBytes, f32x4.add(even, odd));
  const even2 = multiplyAdd(a, f32x4.splat(<f32>(1.0 / 24)), f32x4.mul(c, sixth));
  const odd2 = f32x4.mul(b, f32x4.splat(<f32>(1.0 / 12)));
  v128.store(to += stepBytes, f32x4.add(even2, odd2));
  v128.store(to += stepBytes, f32x4.sub(even2, odd2));
  v128.store(to += stepBytes, c);
}

/** Gᵀ: the gradients of six frequencies, to those of three weights. */
// @ts-ignore: decorator
@inline export function transformFilterGradient(
  a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, to: usize, stepBytes: i32,
): void {
  const sixth = f32x4.splat(<f32>(1.0 / 6));
  const sum1 = f32x4.add(b, c);
  const difference1 = f32x4.sub(c, b);
  const sum2 = f32x4.add(d, e);
  const difference2 = f32x4.sub(d, e);
  const ends = multiplyAdd(a, f32x4.splat(0.25), f32x4.mul(sum2, f32x4.splat(<f32>(1.0 / 24))));
  v128.store(to, multiplySubtract(sum1, sixth, ends));
  v128.store(
    to += stepBytes, multiplyAdd(difference1, sixth, f32x4.mul(difference2, f32x4.splat(<f32>(1.0 / 12)))),
  );
  v128.store(to += stepBytes, multiplyAdd(f32x4.sub(sum2, sum1), sixth, f));
}
