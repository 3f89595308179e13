import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import "@tensorflow/tfjs-backend-cpu";
import "../../../runner/engine/set-up-tfjs.ts";
import { variableGrads } from "../../../runner/engine/variable-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

/** A chain with shortcuts, whose tensors have two uses each, and the most tensors' bytes that its gradients held. */
function gradientsOfChain(compute: typeof tf.variableGrads): { values: number[][]; peakBytes: number } {
  const before = tf.memory().numTensors;
  const weights = [0.5, -0.25, 2, 1.5].map((value) => tf.tidy(() => tf.variable(tf.scalar(value))));
  const x = tf.linspace(-1, 1, 1000);
  let peakBytes = 0;
  const watched = tf.customGrad((tensor) => ({
    value: (tensor as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => {
      peakBytes = Math.max(peakBytes, tf.memory().numBytes);
      return dy; // the very tensor that came, as some of tf.js's gradients do
    },
  }));
  const { value, grads } = compute(
    () =>
      tf.sum(
        weights.reduce<tf.Tensor>((input, weight) => tf.add(watched(tf.mul(tf.square(input), weight)), input), x),
      ) as tf.Scalar,
    weights,
  );
  const tensors = [value, ...weights.map((weight) => grads[weight.name]!)];
  const values = tensors.map((tensor) => [...tensor.dataSync()]);
  tf.dispose([...tensors, ...weights, x]);
  expect(tf.memory().numTensors).toBe(before);
  return { values, peakBytes };
}

test("the gradients are those of tf.js, with less memory", () => {
  const expected = gradientsOfChain(tf.variableGrads as typeof tf.variableGrads);
  const actual = gradientsOfChain(variableGrads as typeof tf.variableGrads);
  expect(actual.values).toEqual(expected.values);
  expect(actual.peakBytes).toBeLessThan(0.6 * expected.peakBytes);
});
