import { strict as assert } from "node:assert";
import * as tf from "@tensorflow/tfjs-core";

/** Uniform numbers in [−1, 1) from a small generator (Numerical Recipes' constants): the same on every machine. */
export function noise(length: number, seed: number): Float32Array {
  let state = (seed * 2654435761) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** A tensor of `noise`, with its numbers. */
export function noiseTensor<T extends tf.Tensor>(shape: number[], seed: number): { values: Float32Array; tensor: T } {
  const values = noise(
    shape.reduce((a, b) => a * b, 1),
    seed,
  );
  return { values, tensor: tf.tensor(values, shape) as T };
}

/** The largest difference may be `tolerance` of the largest expected value. */
export async function assertClose(
  what: string,
  actual: tf.Tensor,
  expected: ArrayLike<number>,
  tolerance = 1e-5,
): Promise<void> {
  const values = await actual.data();
  assert.equal(values.length, expected.length, `${what}: number of values`);
  let scale = 0;
  let worst = 0;
  for (let index = 0; index < values.length; index++) {
    scale = Math.max(scale, Math.abs(expected[index]!));
    const difference = Math.abs(values[index]! - expected[index]!);
    // A NaN must not pass as "not larger".
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  assert.ok(worst <= tolerance * scale, `${what}: off by ${worst}, where ${tolerance * scale} is allowed`);
}
