// Softmax cross-entropy. The exponential and the logarithm are our own, because a module of the C library's would bring
// tables in a data section, and because theirs differ between engines.
import { FLOAT_BYTES } from "./simd";

/** eˣ for x ≤ 0, to 1e-15: 2ⁿ times the Taylor series of the rest, |rest| ≤ ln 2 / 2. */
function exponential(x: f64): f64 {
  if (!(x > -700)) return x != x ? x : 0;
  const n = Math.round(x * 1.4426950408889634);
  const rest = x - n * 0.6931471805599453;
  let sum: f64 = 1;
  for (let term: f64 = 13; term > 0; term--) sum = 1 + sum * rest / term;
  return sum * reinterpret<f64>((<i64>n + 1023) << 52);
}

/** ln x for x ≥ 1, to 1e-15: from x = 2ⁿ·m with m near 1, and 2·artanh((m − 1)/(m + 1)) as a series. */
function logarithm(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let exponent = (bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m /= 2;
    exponent++;
  }
  const s = (m - 1) / (m + 1);
  let series: f64 = 0;
  for (let odd: f64 = 23; odd > 0; odd -= 2) series = series * s * s + 1 / odd;
  return x == x ? <f64>exponent * 0.6931471805599453 + 2 * s * series : x;
}

/**
 * Writes softmax(logits) to `probabilities` [rows, classes] and returns the mean over the rows of −Σ targets · log
 * softmax.
 */
export function softmaxCrossEntropy(logits: usize, targets: usize, probabilities: usize, rows: i32, classes: i32): f64 {
  let loss: f64 = 0;
  for (let row = 0; row < rows; row++) {
    let most = load<f32>(logits);
    for (let k = 1; k < classes; k++) {
      const logit = load<f32>(logits + k * FLOAT_BYTES);
      if (!(logit <= most)) most = logit;
    }
    let sum: f64 = 0, weight: f64 = 0, wanted: f64 = 0;
    for (let k = 0; k < classes; k++) {
      const shifted = <f64>load<f32>(logits + k * FLOAT_BYTES) - most;
      const target = <f64>load<f32>(targets + k * FLOAT_BYTES);
      const value = exponential(shifted);
      store<f32>(probabilities + k * FLOAT_BYTES, <f32>value);
      sum += value;
      weight += target;
      if (target != 0) wanted += target * shifted;
    }
    for (let k = 0; k < classes; k++) {
      const at = probabilities + k * FLOAT_BYTES;
      store<f32>(at, <f32>(load<f32>(at) / sum));
    }
    loss += weight * logarithm(sum) - wanted;
    logits += classes * FLOAT_BYTES;
    targets += classes * FLOAT_BYTES;
    probabilities += classes * FLOAT_BYTES;
  }
  return loss / rows;
}

/** dlogits = (probabilities · Σ targets − targets) · factor, where `factor` is the loss's gradient over the rows. */
export function softmaxCrossEntropyGradient(
  probabilities: usize, targets: usize, dlogits: usize, rows: i32, classes: i32, factor: f32,
): void {
  for (let row = 0; row < rows; row++) {
    let weight: f32 = 0;
    for (let k = 0; k < classes; k++) weight += load<f32>(targets + k * FLOAT_BYTES);
    for (let k = 0; k < classes; k++) {
      const at = k * FLOAT_BYTES;
      store<f32>(dlogits + at, (load<f32>(probabilities + at) * weight - load<f32>(targets + at)) * factor);
    }
    probabilities += classes * FLOAT_BYTES;
    targets += classes * FLOAT_BYTES;
    dlogits += classes * FLOAT_BYTES;
  }
}
