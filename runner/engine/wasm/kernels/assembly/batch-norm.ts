// Batch norm with the batch's statistics, fused with what follows it: z = relu?(γ·(x − mean)/σ + β + residual?). x is
// [rows, channels]. Forward it reads x twice, and so do the gradients; everything else stays in registers.
//
// Channels are worked on 16 at a time, a cache line, over a block of rows that stays in the first-level cache; what is
// left of the channels goes one at a time.
import { FLOAT_BYTES, multiplyAdd, region } from "./simd";

// @ts-ignore: decorator
@inline const GROUP: i32 = 16;
/** Bytes of a block of rows. */
// @ts-ignore: decorator
@inline const BLOCK_BYTES: i32 = 16 << 10;

// @ts-ignore: decorator
@inline function blockRows(channels: i32): i32 {
  return min(256, max(16, BLOCK_BYTES / (channels * FLOAT_BYTES)));
}

// @ts-ignore: decorator
@inline function relu(value: v128): v128 {
  return f32x4.pmax(value, f32x4.splat(0)); // NaN stays NaN
}

export function batchNormScratch(channels: i32): i32 {
  return region(2 * channels * 8) + region(3 * channels * FLOAT_BYTES);
}

/** Adds the sums of a group, 16 floats, to the running sums in double precision. */
function addSums(sums: usize, s0: v128, s1: v128, s2: v128, s3: v128): void {
  addFour(sums, s0);
  addFour(sums + 32, s1);
  addFour(sums + 64, s2);
  addFour(sums + 96, s3);
}

export function addFour(sums: usize, four: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(four)));
  v128.store(
    sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 2, 3, 2, 3))), 16,
  );
}

/**
 * Mean and biased variance of every channel. Sums are taken of the difference to the first row, so that a mean far from
 * zero does not swallow the variance.
 */
function batchStatistics(x: usize, rows: i32, channels: i32, mean: usize, variance: usize, scratch: usize): void {
  const sums = scratch;
  const squares = sums + channels * 8;
  const rowBytes = channels * FLOAT_BYTES;
  const block = blockRows(channels);
  memory.fill(sums, 0, 2 * channels * 8);
  for (let row = 0; row < rows; row += block) {
    const some = min(block, rows - row);
    const from = x + row * rowBytes;
    let channel = 0;
    for (; channel + GROUP <= channels; channel += GROUP) {
      const own = channel * FLOAT_BYTES;
      sumGroup(x + own, from + own, some, rowBytes, sums + channel * 8, squares + channel * 8);
    }
    for (; channel < channels; channel++) {
      const origin = load<f32>(x + channel * FLOAT_BYTES);
      let at = from + channel * FLOAT_BYTES;
      let sum: f64 = 0, square: f64 = 0;
      for (let i = 0; i < some; i++, at += rowBytes) {
        const value = <f64>(load<f32>(at) - origin);
        sum += value;
        square += value * value;
      }
      store<f64>(sums + channel * 8, load<f64>(sums + channel * 8) + sum);
      store<f64>(squares + channel * 8, load<f64>(squares + channel * 8) + square);
    }
  }
  for (let channel = 0; channel < channels; channel++) {
    const shifted = load<f64>(sums + channel * 8) / rows;
    const square = load<f64>(squares + channel * 8) / rows - shifted * shifted;
    store<f32>(mean + channel * FLOAT_BYTES, <f32>(load<f32>(x + channel * FLOAT_BYTES) + shifted));
    store<f32>(variance + channel * FLOAT_BYTES, square < 0 ? 0 : <f32>square); // a NaN stays
  }
}

function sumGroup(origin: usize, from: usize, rows: i32, rowBytes: i32, sums: usize, squares: usize): void {
  const o0 = v128.load(origin), o1 = v128.load(origin, 16), o2 = v128.load(origin, 32), o3 = v128.load(origin, 48);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, q0 = s0, q1 = s0, q2 = s0, q3 = s0;
  for (let row = 0; row < rows; row++, from += rowBytes) {
    let value = f32x4.sub(v128.load(from), o0);
    s0 = f32x4.add(s0, value); q0 = multiplyAdd(value, value, q0);
    value = f32x4.sub(v128.load(from, 16), o1);
    s1 = f32x4.add(s1, value); q1 = multiplyAdd(value, value, q1);
    value = f32x4.sub(v128.load(from, 32), o2);
    s2 = f32x4.add(s2, value); q2 = multiplyAdd(value, value, q2);
    value = f32x4.sub(v128.load(from, 48), o3);
    s3 = f32x4.add(s3, value); q3 = multiplyAdd(value, value, q3);
  }
  addSums(sums, s0, s1, s2, s3);
  addSums(squares, q0, q1, q2, q3);
}

/** The norm as x · scale + shift. The gradient takes the same floats, so that it sees the same ReLU. */
export function foldNorm(
  mean: usize, variance: usize, gamma: usize, beta: usize, channels: i32, epsilon: f32, scale: usize, shift: usize,
): void {
  for (let at: usize = 0; at < <usize>channels * FLOAT_BYTES; at += FLOAT_BYTES) {
    const factor = <f32>(<f64>load<f32>(gamma + at) / Math.sqrt(<f64>load<f32>(variance + at) + epsilon));
    store<f32>(scale + at, factor);
    store<f32>(shift + at, <f32>(<f64>load<f32>(beta + at) - <f64>load<f32>(mean + at) * factor));
  }
}

/**
 * z = relu?(x normed + residual?), where `residual` may be 0; writes the batch's statistics to `mean` and `variance`.
 */
export function batchNorm(
  x: usize, residual: usize, gamma: usize, beta: usize, z: usize, mean: usize, variance: usize, rows: i32, channels: i32,
  epsilon: f32, withRelu: bool, scratch: usize,
): void {
  batchStatistics(x, rows, channels, mean, variance, scratch);
  const scale = scratch + region(2 * channels * 8);
  const shift = scale + channels * FLOAT_BYTES;
  foldNorm(mean, variance, gamma, beta, channels, epsilon, scale, shift);
  scaleRows(x, residual, scale, shift, z, rows, channels, withRelu);
}

/** z = relu?(x · scale + shift + residual?), scale and shift per channel. */
function scaleRows(
  x: usize, residual: usize, scale: usize, shift: usize, z: usize, rows: i32, channels: i32, withRelu: bool,
): void {
  const rowBytes = channels * FLOAT_BYTES;
  const block = blockRows(channels);
  for (let row = 0; row < rows; row += block) {
    const some = min(block, rows - row);
    const offset = row * rowBytes;
    let channel = 0;
    for (; channel + GROUP <= channels; channel += GROUP) {
      const own = channel * FLOAT_BYTES;
      const from = x + offset + own, to = z + offset + own, more = residual + offset + own;
      if (residual) {
        if (withRelu) scaleGroup(from, more, scale + own, shift + own, to, some, rowBytes, true, true);
        else scaleGroup(from, more, scale + own, shift + own, to, some, rowBytes, true, false);
      } else {
        if (withRelu) scaleGroup(from, 0, scale + own, shift + own, to, some, rowBytes, false, true);
        else scaleGroup(from, 0, scale + own, shift + own, to, some, rowBytes, false, false);
      }
    }
    for (; channel < channels; channel++) {
      let at = offset + channel * FLOAT_BYTES;
      for (let i = 0; i < some; i++, at += rowBytes) {
        let value = scaleOne(x + at, scale + channel * FLOAT_BYTES, shift + channel * FLOAT_BYTES);
        if (residual) value += load<f32>(residual + at);
        store<f32>(z + at, withRelu && value < 0 ? 0 : value);
      }
    }
  }
}

/** One channel's x · scale + shift, rounded as the vectors are. */
// @ts-ignore: decorator
@inline export function scaleOne(x: usize, scale: usize, shift: usize): f32 {
  return f32x4.extract_lane(multiplyAdd(v128.load32_splat(x), v128.load32_splat(scale), v128.load32_splat(shift)), 0);
}

// @ts-ignore: decorator
@inline function scaleGroup(
  x: usize, residual: usize, scale: usize, shift: usize, z: usize, rows: i32, rowBytes: i32, withResidual: bool,
  withRelu: bool,
): void {
  const a0 = v128.load(scale), a1 = v128.load(scale, 16), a2 = v128.load(scale, 32), a3 = v128.load(scale, 48);
  const b0 = v128.load(shift), b1 = v128.load(shift, 16), b2 = v128.load(shift, 32), b3 = v128.load(shift, 48);
  for (let row = 0; row < rows; row++) {
    let v0 = multiplyAdd(v128.load(x), a0, b0), v1 = multiplyAdd(v128.load(x, 16), a1, b1);
    let v2 = multiplyAdd(v128.load(x, 32), a2, b2), v3 = multiplyAdd(v128.load(x, 48), a3, b3);
    if (withResidual) {
      v0 = f32x4.add(v0, v128.load(residual)); v1 = f32x4.add(v1, v128.load(residual, 16));
      v2 = f32x4.add(v2, v128.load(residual, 32)); v3 = f32x4.add(v3, v128.load(residual, 48));
      residual += rowBytes;
    }
    if (withRelu) { v0 = relu(v0); v1 = relu(v1); v2 = relu(v2); v3 = relu(v3); }
    v128.store(z, v0); v128.store(z, v1, 16); v128.store(z, v2, 32); v128.store(z, v3, 48);
    x += rowBytes;
    z += rowBytes;
  }
}
