import * as tf from "@tensorflow/tfjs-core";
import type { StateEntry } from "../../shared/models/network.ts";
import type { StoredTensor } from "../interop/safetensors.ts";

/**
 * A tensor of a state dict on the device. In files it has PyTorch's layout, on the device TensorFlow's: filters OIHW
 * against HWIO, dense weights [out, in] against [in, out].
 */
const toDevice: Record<number, number[]> = { 4: [2, 3, 1, 0], 2: [1, 0] };
const fromDevice: Record<number, number[]> = { 4: [3, 2, 0, 1], 2: [1, 0] };

/** A variable of zeros for `entry`, in the device's layout. */
export function createVariable(entry: Pick<StateEntry, "shape" | "trainable">): tf.Variable {
  const order = toDevice[entry.shape.length];
  const shape = order === undefined ? entry.shape : order.map((axis) => entry.shape[axis]!);
  return tf.tidy(() => tf.variable(tf.zeros(shape), entry.trainable));
}

/** Gives `variable` the values of a tensor in the file's layout. */
export function writeVariable(variable: tf.Variable, { data, shape }: StoredTensor & { dtype: "F32" }): void {
  tf.tidy(() => {
    const stored = tf.tensor(data, [...shape]);
    const order = toDevice[shape.length];
    variable.assign(order === undefined ? stored : tf.transpose(stored, order));
  });
}

/** The values of `variable` in the file's layout. The array is the caller's own. */
export async function readVariable(variable: tf.Variable): Promise<StoredTensor & { dtype: "F32" }> {
  const order = fromDevice[variable.rank];
  const stored = order === undefined ? variable.clone() : tf.transpose(variable, order);
  try {
    // A copy: the cpu backend hands out the array that it computes with.
    return { dtype: "F32", shape: stored.shape, data: new Float32Array(await stored.data()) };
  } finally {
    stored.dispose();
  }
}
