// What every kernel shares. The build gives two constants: RELAXED is 1 where fused multiply-add may be used, and WIDE
// where V8 will join vectors that lie side by side to 256 bits, which it does with RELAXED only.

// @ts-ignore: decorator
@inline export const FLOAT_BYTES: i32 = 4;
/** Floats in a v128. */
// @ts-ignore: decorator
@inline export const VECTOR: i32 = 4;
// @ts-ignore: decorator
@inline export const VECTOR_BYTES: i32 = 16;

/** Columns of a tile of sums, and the width of a packed panel, in floats and bytes. */
// @ts-ignore: decorator
@inline export const PANEL: i32 = 8;
// @ts-ignore: decorator
@inline export const PANEL_BYTES: i32 = 32;
/**
 * Rows of a tile of sums. 6×8 needs 12 accumulators, 2 columns and 1 broadcast: the 15 vector registers that V8 has on
 * x64. Without fused multiply-add the product needs a register of its own, and 4 rows are faster.
 */
// @ts-ignore: decorator
@inline export const TILE_ROWS: i32 = RELAXED ? 6 : 4;

/** a·b + c, rounded once where RELAXED, twice where not. */
// @ts-ignore: decorator
@inline export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c − a·b. */
// @ts-ignore: decorator
@inline export function multiplySubtract(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

// @ts-ignore: decorator
@inline export function roundUp(value: i32, multiple: i32): i32 {
  return ((value + multiple - 1) / multiple) * multiple;
}

/** A region of scratch: sizes are rounded up so that every region starts on a cache line. */
// @ts-ignore: decorator
@inline export function region(bytes: i32): i32 {
  return roundUp(bytes, 64);
}
