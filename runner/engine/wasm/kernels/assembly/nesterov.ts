import { FLOAT_BYTES, multiplyAdd, multiplySubtract, VECTOR, VECTOR_BYTES } from "./simd";

/** A tensor that the optimiser updates. The caller writes the fields, 4 bytes each, in this order. */
@unmanaged
class Entry {
  weights: u32;
  gradient: u32;
  momentumBuffer: u32;
  count: i32;
  weightDecay: f32;
}

/**
 * One step of Nesterov accelerated gradient over `entries` tensors, in place: g ← gradient + weightDecay·w;
 * m ← momentum·m + g; w ← w − learningRate·(g + momentum·m).
 */
export function nesterovUpdate(table: usize, entries: i32, learningRate: f32, momentum: f32): void {
  const rate = f32x4.splat(learningRate);
  const inertia = f32x4.splat(momentum);
  for (; entries > 0; entries--, table += offsetof<Entry>()) {
    const entry = changetype<Entry>(table);
    const decay = f32x4.splat(entry.weightDecay);
    let w: usize = entry.weights, g: usize = entry.gradient, m: usize = entry.momentumBuffer;
    let count = entry.count;
    for (; count >= VECTOR; count -= VECTOR) {
      const weights = v128.load(w);
      const gradient = multiplyAdd(decay, weights, v128.load(g));
      const velocity = multiplyAdd(inertia, v128.load(m), gradient);
      v128.store(m, velocity);
      v128.store(w, multiplySubtract(rate, multiplyAdd(inertia, velocity, gradient), weights));
      w += VECTOR_BYTES; g += VECTOR_BYTES; m += VECTOR_BYTES;
    }
    for (; count > 0; count--) {
      const gradient = load<f32>(g) + entry.weightDecay * load<f32>(w);
      const velocity = momentum * load<f32>(m) + gradient;
      store<f32>(m, velocity);
      store<f32>(w, load<f32>(w) - learningRate * (gradient + momentum * velocity));
      w += FLOAT_BYTES; g += FLOAT_BYTES; m += FLOAT_BYTES;
    }
  }
}
