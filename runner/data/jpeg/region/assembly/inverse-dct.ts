// The exact inverse DCT of libjpeg (Loeffler, Ligtenberg & Moschytz, "Practical fast 1-D DCT algorithms with 11
// multiplications", 1989) in integers, with products of 13 fractional bits. Each multiplication by a constant is one half of
// a dot product. Four columns at a time, because more do not fit V8's registers, and with the constants in memory, because V8
// makes a constant vector anew, in three instructions, wherever it is used.

/** A pair of factors, for two inputs that are interleaved, four times. */
// @ts-ignore: decorator
@inline function storePair(constants: usize, index: usize, first: i32, second: i32): void {
  v128.store(constants + (index << 4), i32x4.splat((first & 0xffff) | (second << 16)));
}

/**
 * The factors in 1/8192, 12 vectors. With the names that the literature gives them: 0.298631336 = 2446, 0.390180644 = 3196,
 * 0.541196100 = 4433, 0.765366865 = 6270, 0.899976223 = 7373, 1.175875602 = 9633, 1.501321110 = 12299, 1.847759065 =
 * 15137, 1.961570560 = 16069, 2.053119869 = 16819, 2.562915447 = 20995, 3.072711026 = 25172.
 */
export function writeDctConstants(constants: usize): void {
  storePair(constants, 0, 8192, 8192);
  storePair(constants, 1, 8192, -8192);
  storePair(constants, 2, 4433, 4433 - 15137);
  storePair(constants, 3, 4433 + 6270, 4433);
  storePair(constants, 4, 9633 - 16069, 9633);
  storePair(constants, 5, 9633, 9633 - 3196);
  storePair(constants, 6, 2446 - 7373, -7373);
  storePair(constants, 7, -7373, 12299 - 7373);
  storePair(constants, 8, 16819 - 20995, -20995);
  storePair(constants, 9, -20995, 25172 - 20995);
  // To round the results of the first dimension, and of the second.
  v128.store(constants, i32x4.splat(1 << 10), 10 << 4);
  v128.store(constants, i32x4.splat(1 << 17), 11 << 4);
}

// @ts-ignore: decorator
@inline function low(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
// @ts-ignore: decorator
@inline function high(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
// @ts-ignore: decorator
@inline function low32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
}
// @ts-ignore: decorator
@inline function high32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 6, 3, 7);
}
// @ts-ignore: decorator
@inline function dot(a: v128, constants: usize, index: usize): v128 {
  return i32x4.dot_i16x8_s(a, v128.load(constants + (index << 4)));
}

/**
 * One dimension of four columns, each in one lane of the eight rows' lower halves. Stores the columns as rows of eight:
 * 16-bit numbers, 16 bytes apart, in the first dimension; in the second samples, around 128, `stride` bytes apart.
 */
// @ts-ignore: decorator
@inline function transform(
  r0: v128, r1: v128, r2: v128, r3: v128, r4: v128, r5: v128, r6: v128, r7: v128, constants: usize, isSecond: bool,
  to: usize, stride: usize,
): void {
  const round = v128.load(constants + (isSecond ? 11 << 4 : 10 << 4));
  const shift = isSecond ? 18 : 11;
  const r26 = low(r2, r6), r04 = low(r0, r4);
  const sum = i32x4.add(dot(r04, constants, 0), round), difference = i32x4.add(dot(r04, constants, 1), round);
  const even2 = dot(r26, constants, 2), even3 = dot(r26, constants, 3);
  const e0 = i32x4.add(sum, even3), e3 = i32x4.sub(sum, even3);
  const e1 = i32x4.add(difference, even2), e2 = i32x4.sub(difference, even2);
  const z = low(i16x8.add(r7, r3), i16x8.add(r5, r1));
  const z3 = dot(z, constants, 4), z4 = dot(z, constants, 5);
  const r71 = low(r7, r1), r53 = low(r5, r3);
  const o0 = i32x4.add(dot(r71, constants, 6), z3), o3 = i32x4.add(dot(r71, constants, 7), z4);
  const o1 = i32x4.add(dot(r53, constants, 8), z4), o2 = i32x4.add(dot(r53, constants, 9), z3);
  const s0 = i32x4.shr_s(i32x4.add(e0, o3), shift), s7 = i32x4.shr_s(i32x4.sub(e0, o3), shift);
  const s1 = i32x4.shr_s(i32x4.add(e1, o2), shift), s6 = i32x4.shr_s(i32x4.sub(e1, o2), shift);
  const s2 = i32x4.shr_s(i32x4.add(e2, o1), shift), s5 = i32x4.shr_s(i32x4.sub(e2, o1), shift);
  const s3 = i32x4.shr_s(i32x4.add(e3, o0), shift), s4 = i32x4.shr_s(i32x4.sub(e3, o0), shift);
  // Transposed: pairs of rows, then pairs of pairs.
  const a = i16x8.narrow_i32x4_s(s0, s4), b = i16x8.narrow_i32x4_s(s1, s5);
  const c = i16x8.narrow_i32x4_s(s2, s6), d = i16x8.narrow_i32x4_s(s3, s7);
  const upper0 = low(a, b), upper1 = low(c, d), lower0 = high(a, b), lower1 = high(c, d);
  const first = low32(upper0, upper1), second = high32(upper0, upper1);
  const third = low32(lower0, lower1), fourth = high32(lower0, lower1);
  const column0 = v128.shuffle<i64>(first, third, 0, 2), column1 = v128.shuffle<i64>(first, third, 1, 3);
  const column2 = v128.shuffle<i64>(second, fourth, 0, 2), column3 = v128.shuffle<i64>(second, fourth, 1, 3);
  if (isSecond) {
    const middle = i8x16.splat(-128);
    const two = i8x16.add(i8x16.narrow_i16x8_s(column0, column1), middle);
    v128.store64_lane(to, two, 0);
    v128.store64_lane(to + stride, two, 1);
    to += 2 * stride;
    const other = i8x16.add(i8x16.narrow_i16x8_s(column2, column3), middle);
    v128.store64_lane(to, other, 0);
    v128.store64_lane(to + stride, other, 1);
  } else {
    v128.store(to, column0);
    v128.store(to, column1, 16);
    v128.store(to, column2, 32);
    v128.store(to, column3, 48);
  }
}

// @ts-ignore: decorator
@inline function dequantised(block: usize, quantisation: usize, row: usize): v128 {
  return i16x8.mul(v128.load64_zero(block + (row << 4)), v128.load64_zero(quantisation + (row << 4)));
}

/**
 * The 8×8 samples of a block of coefficients, 16 bits each; rows are `stride` bytes apart. `work` is scratch of the size of
 * the block.
 */
export function inverseDct(
  block: usize, quantisation: usize, constants: usize, work: usize, to: usize, stride: usize,
): void {
  for (let half: usize = 0; half < 16; half += 8) {
    const from = block + half, factors = quantisation + half;
    transform(
      dequantised(from, factors, 0), dequantised(from, factors, 1), dequantised(from, factors, 2),
      dequantised(from, factors, 3), dequantised(from, factors, 4), dequantised(from, factors, 5),
      dequantised(from, factors, 6), dequantised(from, factors, 7), constants, false, work + (half << 3), 0,
    );
  }
  for (let half: usize = 0; half < 16; half += 8, to += 4 * stride) {
    const from = work + half;
    transform(
      v128.load64_zero(from), v128.load64_zero(from + 16), v128.load64_zero(from + 32), v128.load64_zero(from + 48),
      v128.load64_zero(from + 64), v128.load64_zero(from + 80), v128.load64_zero(from + 96),
      v128.load64_zero(from + 112), constants, true, to, stride,
    );
  }
}

/** The same where all coefficients but the first are 0. */
export function inverseDctOfConstant(block: usize, quantisation: usize, to: usize, stride: usize): void {
  const value = load<i16>(block) * load<i16>(quantisation);
  const samples = i8x16.add(
    i8x16.narrow_i16x8_s(i16x8.splat(<i16>((value + 4) >> 3)), i16x8.splat(0)), i8x16.splat(-128),
  );
  for (let row = 0; row < 8; row++, to += stride) v128.store64_lane(to, samples, 0);
}
