import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../../runner/engine/engine.ts";
import { noiseTensor } from "./numbers.ts";

const CLASSES = 4;
const BATCH = 8;
const STEPS = 10;

/**
 * Trains a net with every kind of layer that a ResNet has (strided and 1×1 convolution, residual, both poolings, dense) on one
 * batch, and returns the loss of every step and how many more tensors are alive at the end than after the first step.
 */
export async function lossesOfSmallNet(engine: Engine): Promise<{ losses: number[]; tensorsLeftOver: number }> {
  let seed = 100;
  const parameters: tf.Variable[] = [];
  const parameter = <T extends tf.Tensor>(initial: T): T => {
    const variable = tf.variable(initial);
    parameters.push(variable);
    return variable as unknown as T;
  };
  const weight = (size: number[]): tf.Tensor => parameter(tf.mul(noiseTensor(size, seed++).tensor, 0.5));
  const layer = (side: number, channelsIn: number, channelsOut: number) => ({
    filter: weight([side, side, channelsIn, channelsOut]) as tf.Tensor4D,
    gamma: parameter(tf.ones([channelsOut]) as tf.Tensor1D),
    beta: parameter(tf.zeros([channelsOut]) as tf.Tensor1D),
  });
  const [stem, body, shortcut] = [layer(3, 3, 8), layer(3, 8, 12), layer(1, 8, 12)];
  const dense = weight([12, CLASSES]) as tf.Tensor2D;
  const bias = parameter(tf.zeros([CLASSES]) as tf.Tensor1D);
  const buffers = parameters.map((variable) => tf.variable(tf.zerosLike(variable as tf.Tensor)));
  const images = noiseTensor<tf.Tensor4D>([BATCH, 12, 12, 3], 99).tensor;
  const labels = tf.tensor1d(
    [...Array(BATCH).keys()].map((index) => index % CLASSES),
    "int32",
  );
  const targets = tf.cast(tf.oneHot(labels, CLASSES), "float32") as tf.Tensor2D;

  const apply = (
    x: tf.Tensor4D,
    { filter, gamma, beta }: typeof stem,
    stride: number,
    options: { relu: boolean; residual?: tf.Tensor4D },
  ): tf.Tensor4D => engine.batchNormTrain(tf.conv2d(x, filter, stride, "same"), gamma, beta, options).z;
  const loss = (): tf.Scalar => {
    const pooled = tf.maxPool(apply(images, stem, 1, { relu: true }), 3, 2, 1);
    const residual = apply(pooled, shortcut, 2, { relu: false });
    const features = apply(pooled, body, 2, { relu: true, residual });
    const averages = tf.reshape(tf.avgPool(features, 3, 1, "valid"), [BATCH, 12]) as tf.Tensor2D;
    return engine.softmaxCrossEntropy(tf.add(tf.matMul(averages, dense), bias), targets);
  };

  const losses: number[] = [];
  let tensorsAfterFirstStep = 0;
  for (let step = 0; step < STEPS; step++) {
    const { value, grads } = tf.variableGrads(loss, parameters);
    const entries = parameters.map((variable, index) => ({
      variable,
      gradient: grads[variable.name]!,
      momentumBuffer: buffers[index]!,
      weightDecay: 1e-4,
    }));
    engine.nesterovUpdate(entries, { learningRate: 0.02, momentum: 0.9 });
    losses.push((await value.data())[0]!);
    tf.dispose([value, grads]);
    if (step === 0) tensorsAfterFirstStep = tf.memory().numTensors;
  }
  const tensorsLeftOver = tf.memory().numTensors - tensorsAfterFirstStep;
  tf.dispose([parameters, buffers, images, labels, targets]);
  return { losses, tensorsLeftOver };
}
