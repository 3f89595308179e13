import * as tf from "@tensorflow/tfjs-core";
import type { DenseLayer, PoolLayer } from "../../shared/models/network.ts";

/** Looks up a tensor of the model by its name in the state dict. */
export type Lookup = (name: string) => tf.Tensor;

/** x [N,H,W,C] → [N,H',W',C], with PyTorch's output sizes. Padding never wins a maximum. */
export function pool(x: tf.Tensor4D, { kind, name, size, stride, padding, ceil }: PoolLayer): tf.Tensor4D {
  if (kind === "maxPool") return tf.maxPool(x, size, stride, padding);
  // tf.js counts only real pixels in an average, which is what `ceil` asks for and padding in PyTorch does not.
  if (padding !== 0) throw new Error(`${name}: an average pool with padding has no meaning here`);
  return tf.avgPool(x, size, stride, ceil ? "same" : "valid");
}

/** x [N,in] → [N,out]. */
export function dense(x: tf.Tensor2D, layer: DenseLayer, lookup: Lookup): tf.Tensor2D {
  return tf.add(tf.matMul(x, lookup(`${layer.name}.weight`) as tf.Tensor2D), lookup(`${layer.name}.bias`));
}

/** x [N,H,W,C] → [N,C]. */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  return tf.mean(x, [1, 2]);
}
