// The gradients of batch norm. With d the gradient dz where the ReLU let it pass, M the number of rows and c = x −
// mean: dβ = Σd, dγ = Σd·c / σ, dx = γ/σ · (d − dβ/M − c·dγ/(σ·M)), and d itself goes to the residual.
import { addFour, foldNorm, scaleOne } from "./batch-norm";
import { FLOAT_BYTES, multiplyAdd, region } from "./simd";

/** Channels worked on together: two vectors, so that sums, means and coefficients all stay in registers. */
// @ts-ignore: decorator
@inline const GROUP: i32 = 8;
// @ts-ignore: decorator
@inline const BLOCK_BYTES: i32 = 8 << 10;

// How it is known where the ReLU let the gradient pass: there is none; from the sign of x · scale + shift, computed as
// it was forward; or from the sign of z, where a residual was added. In the last case d is written out, for the
// residual.
// @ts-ignore: decorator
@inline const NO_RELU: i32 = 0;
// @ts-ignore: decorator
@inline const BY_NORM: i32 = 1;
// @ts-ignore: decorator
@inline const BY_OUTPUT: i32 = 2;

export function batchNormGradientScratch(channels: i32): i32 {
  return region(2 * channels * 8) + region(5 * channels * FLOAT_BYTES);
}

/**
 * `z` is 0 where there was no residual or no ReLU, and then `dresidual` is 0 as well (without a ReLU the residual's
 * gradient is dz).
 */
export function batchNormGradient(
  dz: usize, x: usize, z: usize, gamma: usize, beta: usize, mean: usize, variance: usize, dx: usize, dgamma: usize,
  dbeta: usize, dresidual: usize, rows: i32, channels: i32, epsilon: f32, withRelu: bool, scratch: usize,
): void {
  const sums = scratch;
  const products = sums + channels * 8;
  const scale = scratch + region(2 * channels * 8);
  const shift = scale + channels * FLOAT_BYTES;
  foldNorm(mean, variance, gamma, beta, channels, epsilon, scale, shift);
  sumProducts(dz, x, z, mean, scale, shift, dresidual, rows, channels, withRelu, sums, products);
  const ofGradient = shift + channels * FLOAT_BYTES;
  const ofCentred = ofGradient + channels * FLOAT_BYTES;
  const constant = ofCentred + channels * FLOAT_BYTES;
  for (let channel = 0; channel < channels; channel++) {
    const at = channel * FLOAT_BYTES;
    const sum = load<f64>(sums + channel * 8);
    const inverse = 1 / Math.sqrt(<f64>load<f32>(variance + at) + epsilon);
    const dscale = load<f64>(products + channel * 8) * inverse;
    const factor = <f64>load<f32>(gamma + at) * inverse;
    store<f32>(dbeta + at, <f32>sum);
    store<f32>(dgamma + at, <f32>dscale);
    store<f32>(ofGradient + at, <f32>factor);
    store<f32>(ofCentred + at, <f32>(-factor * inverse * dscale / rows));
    store<f32>(constant + at, <f32>(-factor * sum / rows));
  }
  const masked = dresidual ? dresidual : dz;
  combine(masked, x, mean, scale, shift, ofGradient, ofCentred, constant, dx, rows, channels, withRelu && !dresidual);
}

// @ts-ignore: decorator
@inline function blockRows(channels: i32): i32 {
  return min(256, max(16, BLOCK_BYTES / (channels * FLOAT_BYTES)));
}

/** Σd and Σd·(x − mean) of every channel. */
function sumProducts(
  dz: usize, x: usize, z: usize, mean: usize, scale: usize, shift: usize, dresidual: usize, rows: i32, channels: i32,
  withRelu: bool, sums: usize, products: usize,
): void {
  const rowBytes = channels * FLOAT_BYTES;
  const block = blockRows(channels);
  memory.fill(sums, 0, 2 * channels * 8);
  for (let row = 0; row < rows; row += block) {
    const some = min(block, rows - row);
    const offset = row * rowBytes;
    let channel = 0;
    for (; channel + GROUP <= channels; channel += GROUP) {
      const own = channel * FLOAT_BYTES;
      const d = dz + offset + own, from = x + offset + own, out = z + offset + own, to = dresidual + offset + own;
      const center = mean + own, factor = scale + own, term = shift + own;
      const sum = sums + channel * 8, product = products + channel * 8;
      if (dresidual) sumGroup(BY_OUTPUT, d, from, out, center, 0, 0, to, some, rowBytes, sum, product);
      else if (withRelu) sumGroup(BY_NORM, d, from, 0, center, factor, term, 0, some, rowBytes, sum, product);
      else sumGroup(NO_RELU, d, from, 0, center, 0, 0, 0, some, rowBytes, sum, product);
    }
    for (; channel < channels; channel++) {
      const own = channel * FLOAT_BYTES;
      let at = offset + own;
      let sum: f64 = 0, product: f64 = 0;
      for (let i = 0; i < some; i++, at += rowBytes) {
        let d = load<f32>(dz + at);
        if (dresidual) {
          if (load<f32>(z + at) <= 0) d = 0;
          store<f32>(dresidual + at, d);
        } else if (withRelu && scaleOne(x + at, scale + own, shift + own) <= 0) {
          d = 0;
        }
        sum += d;
        product += <f64>d * (load<f32>(x + at) - load<f32>(mean + own));
      }
      store<f64>(sums + channel * 8, load<f64>(sums + channel * 8) + sum);
      store<f64>(products + channel * 8, load<f64>(products + channel * 8) + product);
    }
  }
}

/** The bits of `d` where `value` is not ≤ 0; a NaN lets the gradient pass, so that it is not hidden. */
// @ts-ignore: decorator
@inline function passWhereOpen(d: v128, value: v128): v128 {
  return v128.andnot(d, f32x4.le(value, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline function sumGroup(
  mode: i32, dz: usize, x: usize, z: usize, mean: usize, scale: usize, shift: usize, dresidual: usize, rows: i32,
  rowBytes: i32, sums: usize, products: usize,
): void {
  const zero = f32x4.splat(0);
  const mean0 = v128.load(mean), mean1 = v128.load(mean, 16);
  let scale0 = zero, scale1 = zero, shift0 = zero, shift1 = zero;
  if (mode == BY_NORM) {
    scale0 = v128.load(scale); scale1 = v128.load(scale, 16);
    shift0 = v128.load(shift); shift1 = v128.load(shift, 16);
  }
  let sum0 = zero, sum1 = zero, product0 = zero, product1 = zero;
  for (let row = 0; row < rows; row++) {
    let d0 = v128.load(dz), d1 = v128.load(dz, 16);
    const x0 = v128.load(x), x1 = v128.load(x, 16);
    if (mode == BY_NORM) {
      d0 = passWhereOpen(d0, multiplyAdd(x0, scale0, shift0));
      d1 = passWhereOpen(d1, multiplyAdd(x1, scale1, shift1));
    }
    if (mode == BY_OUTPUT) {
      d0 = passWhereOpen(d0, v128.load(z)); d1 = passWhereOpen(d1, v128.load(z, 16));
      v128.store(dresidual, d0); v128.store(dresidual, d1, 16);
      z += rowBytes;
      dresidual += rowBytes;
    }
    sum0 = f32x4.add(sum0, d0); sum1 = f32x4.add(sum1, d1);
    product0 = multiplyAdd(d0, f32x4.sub(x0, mean0), product0);
    product1 = multiplyAdd(d1, f32x4.sub(x1, mean1), product1);
    dz += rowBytes;
    x += rowBytes;
  }
  addFour(sums, sum0); addFour(sums + 32, sum1);
  addFour(products, product0); addFour(products + 32, product1);
}

/** dx = ofGradient · d + ofCentred · (x − mean) + constant. */
function combine(
  dz: usize, x: usize, mean: usize, scale: usize, shift: usize, ofGradient: usize, ofCentred: usize, constant: usize,
  dx: usize, rows: i32, channels: i32, withRelu: bool,
): void {
  const rowBytes = channels * FLOAT_BYTES;
  const block = blockRows(channels);
  for (let row = 0; row < rows; row += block) {
    const some = min(block, rows - row);
    const offset = row * rowBytes;
    let channel = 0;
    for (; channel + GROUP <= channels; channel += GROUP) {
      const own = channel * FLOAT_BYTES;
      const d = dz + offset + own, from = x + offset + own, to = dx + offset + own;
      const k1 = ofGradient + own, k2 = ofCentred + own, k3 = constant + own, center = mean + own;
      if (withRelu) combineGroup(BY_NORM, d, from, center, scale + own, shift + own, k1, k2, k3, to, some, rowBytes);
      else combineGroup(NO_RELU, d, from, center, 0, 0, k1, k2, k3, to, some, rowBytes);
    }
    for (; channel < channels; channel++) {
      const own = channel * FLOAT_BYTES;
      let at = offset + own;
      for (let i = 0; i < some; i++, at += rowBytes) {
        const closed = withRelu && scaleOne(x + at, scale + own, shift + own) <= 0;
        const d: f32 = closed ? 0 : load<f32>(dz + at);
        const centred = load<f32>(x + at) - load<f32>(mean + own);
        const rest = load<f32>(ofCentred + own) * centred + load<f32>(constant + own);
        store<f32>(dx + at, load<f32>(ofGradient + own) * d + rest);
      }
    }
  }
}

// @ts-ignore: decorator
@inline function combineGroup(
  mode: i32, dz: usize, x: usize, mean: usize, scale: usize, shift: usize, ofGradient: usize, ofCentred: usize,
  constant: usize, dx: usize, rows: i32, rowBytes: i32,
): void {
  const zero = f32x4.splat(0);
  const mean0 = v128.load(mean), mean1 = v128.load(mean, 16);
  const gradient0 = v128.load(ofGradient), gradient1 = v128.load(ofGradient, 16);
  const centred0 = v128.load(ofCentred), centred1 = v128.load(ofCentred, 16);
  const constant0 = v128.load(constant), constant1 = v128.load(constant, 16);
  let scale0 = zero, scale1 = zero, shift0 = zero, shift1 = zero;
  if (mode == BY_NORM) {
    scale0 = v128.load(scale); scale1 = v128.load(scale, 16);
    shift0 = v128.load(shift); shift1 = v128.load(shift, 16);
  }
  for (let row = 0; row < rows; row++) {
    let d0 = v128.load(dz), d1 = v128.load(dz, 16);
    const x0 = v128.load(x), x1 = v128.load(x, 16);
    if (mode == BY_NORM) {
      d0 = passWhereOpen(d0, multiplyAdd(x0, scale0, shift0));
      d1 = passWhereOpen(d1, multiplyAdd(x1, scale1, shift1));
    }
    v128.store(dx, multiplyAdd(gradient0, d0, multiplyAdd(centred0, f32x4.sub(x0, mean0), constant0)));
    v128.store(dx, multiplyAdd(gradient1, d1, multiplyAdd(centred1, f32x4.sub(x1, mean1), constant1)), 16);
    dz += rowBytes;
    x += rowBytes;
    dx += rowBytes;
  }
}
