import { FLOAT_BYTES, VECTOR, VECTOR_BYTES } from "./simd";

/** y[row, c] ← relu?(y[row, c] + bias[c]), in place. `bias` may be 0. */
export function addBias(y: usize, bias: usize, rows: i32, channels: i32, withRelu: bool): void {
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    let channel = 0;
    for (; channel + VECTOR <= channels; channel += VECTOR, y += VECTOR_BYTES) {
      let value = v128.load(y);
      if (bias) value = f32x4.add(value, v128.load(bias + channel * FLOAT_BYTES));
      v128.store(y, withRelu ? f32x4.pmax(value, zero) : value);
    }
    for (; channel < channels; channel++, y += FLOAT_BYTES) {
      const value = load<f32>(y) + (bias ? load<f32>(bias + channel * FLOAT_BYTES) : 0);
      store<f32>(y, withRelu && value < 0 ? 0 : value);
    }
  }
}
