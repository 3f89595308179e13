// The one-dimensional transforms of Winograd's minimal filtering F(4, 3) (Lavin & Gray, 2016): Y = Aᵀ[(G g) ⊙ (Bᵀ d)],
// of which two passes, over the columns and over the rows of a tile, make the two-dimensional one. Each takes vectors
// of four channels and stores its results `stepBytes` apart.
//
// The points are 0, ±a, ±b and ∞ with a = 1/√2 and b = √2 instead of the usual 1 and 2: their powers stay closer to 1,
// which leaves a fifth of the rounding errors. In general, the rows of Aᵀ are the points' powers 0 to 3, those of Bᵀ
// the coefficients of Π(x − point) without one point each, and those of G the powers 0 to 2 over Π(point − other
// points).
import { multiplyAdd, multiplySubtract } from "./simd";

// @ts-ignore: decorator
@inline const A: f32 = 0.7071067811865476; // a² = 1/2
// @ts-ignore: decorator
@inline const B: f32 = 1.4142135623730951; // b² = 2, a²·b² = 1, a² + b² = 5/2

/** Bᵀ: six inputs of a tile, to six frequencies. */
// @ts-ignore: decorator
@inline export function transformInput(
  d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, to: usize, stepBytes: i32,
): void {
  const two = f32x4.splat(2);
  const half = f32x4.splat(0.5);
  const sum = f32x4.splat(2.5);
  v128.store(to, f32x4.add(d0, multiplySubtract(sum, d2, d4)));
  const evenA = multiplySubtract(two, d2, d4);
  const oddA = f32x4.mul(f32x4.splat(A), multiplySubtract(two, d1, d3));
  v128.store(to += stepBytes, f32x4.add(evenA, oddA));
  v128.store(to += stepBytes, f32x4.sub(evenA, oddA));
  const evenB = multiplySubtract(half, d2, d4);
  const oddB = f32x4.mul(f32x4.splat(B), multiplySubtract(half, d1, d3));
  v128.store(to += stepBytes, f32x4.add(evenB, oddB));
  v128.store(to += stepBytes, f32x4.sub(evenB, oddB));
  v128.store(to += stepBytes, f32x4.add(d1, multiplySubtract(sum, d3, d5)));
}

/** Aᵀ: six frequencies, to four outputs. */
// @ts-ignore: decorator
@inline export function transformOutput(
  m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, to: usize, stepBytes: i32,
): void {
  const evenA = f32x4.add(m1, m2);
  const oddA = f32x4.sub(m1, m2);
  const evenB = f32x4.add(m3, m4);
  const oddB = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(f32x4.add(m0, evenA), evenB));
  v128.store(to += stepBytes, multiplyAdd(f32x4.splat(B), oddB, f32x4.mul(f32x4.splat(A), oddA)));
  v128.store(to += stepBytes, multiplyAdd(f32x4.splat(2), evenB, f32x4.mul(f32x4.splat(0.5), evenA)));
  v128.store(
    to += stepBytes, multiplyAdd(f32x4.splat(2 * B), oddB, multiplyAdd(f32x4.splat(0.5 * A), oddA, m5)),
  );
}

/** A: the gradients of four outputs, to six frequencies. */
// @ts-ignore: decorator
@inline export function transformOutputGradient(y0: v128, y1: v128, y2: v128, y3: v128, to: usize, stepBytes: i32): void {
  const half = f32x4.splat(0.5);
  const two = f32x4.splat(2);
  const evenA = multiplyAdd(half, y2, y0);
  const oddA = f32x4.mul(f32x4.splat(A), multiplyAdd(half, y3, y1));
  v128.store(to, y0);
  v128.store(to += stepBytes, f32x4.add(evenA, oddA));
  v128.store(to += stepBytes, f32x4.sub(evenA, oddA));
  const evenB = multiplyAdd(two, y2, y0);
  const oddB = f32x4.mul(f32x4.splat(B), multiplyAdd(two, y3, y1));
  v128.store(to += stepBytes, f32x4.add(evenB, oddB));
  v128.store(to += stepBytes, f32x4.sub(evenB, oddB));
  v128.store(to += stepBytes, y3);
}

// What the points ±a and ±b are divided by in G: 2a²(a² − b²) = −3/2 and 2b²(b² − a²) = 6.
// @ts-ignore: decorator
@inline const OVER_A: f32 = -0.6666666666666666;
// @ts-ignore: decorator
@inline const OVER_B: f32 = 0.16666666666666666;

/** G: three weights, to six frequencies. */
// @ts-ignore: decorator
@inline export function transformFilter(g0: v128, g1: v128, g2: v128, to: usize, stepBytes: i32): void {
  const evenA = f32x4.mul(f32x4.splat(OVER_A), multiplyAdd(f32x4.splat(0.5), g2, g0));
  const oddA = f32x4.mul(f32x4.splat(OVER_A * A), g1);
  v128.store(to, g0);
  v128.store(to += stepBytes, f32x4.add(evenA, oddA));
  v128.store(to += stepBytes, f32x4.sub(evenA, oddA));
  const evenB = f32x4.mul(f32x4.splat(OVER_B), multiplyAdd(f32x4.splat(2), g2, g0));
  const oddB = f32x4.mul(f32x4.splat(OVER_B * B), g1);
  v128.store(to += stepBytes, f32x4.add(evenB, oddB));
  v128.store(to += stepBytes, f32x4.sub(evenB, oddB));
  v128.store(to += stepBytes, g2);
}

/** Gᵀ: the gradients of six frequencies, to those of three weights. */
// @ts-ignore: decorator
@inline export function transformFilterGradient(
  u0: v128, u1: v128, u2: v128, u3: v128, u4: v128, u5: v128, to: usize, stepBytes: i32,
): void {
  const evenA = f32x4.add(u1, u2);
  const oddA = f32x4.sub(u1, u2);
  const evenB = f32x4.add(u3, u4);
  const oddB = f32x4.sub(u3, u4);
  v128.store(to, multiplyAdd(f32x4.splat(OVER_A), evenA, multiplyAdd(f32x4.splat(OVER_B), evenB, u0)));
  v128.store(
    to += stepBytes, multiplyAdd(f32x4.splat(OVER_A * A), oddA, f32x4.mul(f32x4.splat(OVER_B * B), oddB)),
  );
  v128.store(
    to += stepBytes, multiplyAdd(f32x4.splat(0.5 * OVER_A), evenA, multiplyAdd(f32x4.splat(2 * OVER_B), evenB, u5)),
  );
}
