import * as tf from "@tensorflow/tfjs-core";

/** A step of the forward pass as tf.js records it. Its types are not exported. */
interface TapeNode {
  saved?: tf.Tensor[];
  gradient?: (dys: (tf.Tensor | null)[]) => Record<string, () => tf.Tensor>;
}

/**
 * `tf.variableGrads`, which frees what it has used while it goes back: as it is, tf.js keeps every activation and every
 * gradient until the last one is there, which is twice the memory.
 */
export function variableGrads(
  loss: () => tf.Scalar,
  variables: tf.Variable[],
): { value: tf.Scalar; grads: tf.NamedTensorMap } {
  return tf.variableGrads(() => {
    const value = loss();
    freeWhileGoingBack((tf.engine().state.activeTape ?? []) as TapeNode[]);
    return value;
  }, variables);
}

/**
 * tf.js goes through the tape backwards and asks each node for its gradients. When it asks the next node, nobody will ask for
 * what the one before had saved, or for the gradients that it was given.
 */
function freeWhileGoingBack(tape: TapeNode[]): void {
  let used: (tf.Tensor | null)[] = [];
  for (const node of tape) {
    const { gradient } = node;
    if (gradient === undefined) continue;
    node.gradient = (dys) => {
      for (const tensor of used) tensor?.dispose();
      used = [...dys, ...(node.saved ?? [])];
      return Object.fromEntries(
        Object.entries(gradient(dys)).map(([input, compute]) => [input, () => asNewTensor(compute(), dys)]),
      );
    };
  }
}

/** A gradient that is passed on as it is needs a handle of its own, because the one that came will be disposed of. */
function asNewTensor(gradient: tf.Tensor, dys: readonly (tf.Tensor | null)[]): tf.Tensor {
  return dys.includes(gradient) ? gradient.clone() : gradient;
}
