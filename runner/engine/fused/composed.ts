import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../engine.ts";

/** The ε of batch norm, in training and in evaluation: PyTorch's. */
export const BATCH_NORM_EPSILON = 1e-5;

/**
 * The fused operations composed of plain tf.js operations. They define what is right; a backend that has a faster kernel
 * replaces one and passes the same contract suite.
 */
export const composed: Pick<Engine, "batchNormTrain" | "softmaxCrossEntropy" | "nesterovUpdate"> = {
  batchNormTrain,
  softmaxCrossEntropy,
  nesterovUpdate,
};

/**
 * The gradient is written out (Ioffe & Szegedy, 2015, section 3) instead of being taken through the mean and variance:
 * that keeps x̂ and z alive instead of eight tensors of x's size. With x̂ = (x − mean)/σ, d the gradient that passes the
 * ReLU and M = N·H·W: dβ = Σd, dγ = Σ d·x̂, dx = γ/σ · (d − dβ/M − x̂·dγ/M), and d itself goes to the residual.
 */
function batchNormTrain(
  ...[x, gamma, beta, { residual, relu }]: Parameters<Engine["batchNormTrain"]>
): ReturnType<Engine["batchNormTrain"]> {
  const [mean, variance] = tf.unstack(batchStatistics(x)) as [tf.Tensor1D, tf.Tensor1D];
  const normalize = tf.customGrad((...args) => {
    const [input, scale, shift, shortcut] = args as tf.Tensor[];
    const save = args.at(-1) as tf.GradSaveFunc;
    const inverseDeviation = tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON));
    const normalized = tf.mul(tf.sub(input!, mean), inverseDeviation);
    let z = tf.add(tf.mul(normalized, scale!), shift!);
    if (residual !== undefined) z = tf.add(z, shortcut!);
    if (relu) z = tf.relu(z);
    save(relu ? [normalized, inverseDeviation, scale!, z] : [normalized, inverseDeviation, scale!]);
    return {
      value: z,
      gradFunc: (dz: tf.Tensor, saved: tf.Tensor[]) => {
        const [normalized, inverseDeviation, scale, z] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor?];
        const d = z === undefined ? dz : tf.mul(dz, tf.step(z));
        const dBeta = channelSums(d);
        const dGamma = channelSums(tf.mul(d, normalized));
        const perElement = dBeta.size / d.size;
        const centred = tf.sub(tf.sub(d, tf.mul(dBeta, perElement)), tf.mul(normalized, tf.mul(dGamma, perElement)));
        const dx = tf.mul(centred, tf.mul(scale, inverseDeviation));
        return residual === undefined ? [dx, dGamma, dBeta] : [dx, dGamma, dBeta, d];
      },
    };
  });
  const z = residual === undefined ? normalize(x, gamma, beta) : normalize(x, gamma, beta, residual);
  return { z: z as tf.Tensor4D, mean, variance };
}

/**
 * Mean and biased variance of every channel, [2, C]. As a custom gradient they stay off the tape, where they would keep a
 * copy of x; nothing differentiates through them, because `batchNormTrain` has their part in its own gradient.
 */
const batchStatistics = tf.customGrad((x) => {
  const input = x as tf.Tensor;
  const values = input.size / input.shape.at(-1)!;
  const mean = tf.div(channelSums(input), values);
  const variance = tf.div(channelSums(tf.square(tf.sub(input, mean))), values);
  return { value: tf.stack([mean, variance]), gradFunc: () => tf.zerosLike(input) };
});

/**
 * [N,H,W,C] → [C], an axis at a time. One running float32 sum over all of N·H·W is wrong by 1e-5, which is enough to
 * carry activations across the ReLU's edge; three short ones are as good as a sum in float64, and no slower.
 */
function channelSums(x: tf.Tensor): tf.Tensor {
  return tf.sum(tf.sum(tf.sum(x, 2), 1), 0);
}

/** With p = softmax(logits) and N rows, the gradient is (p · Σ targets − targets) / N. */
function softmaxCrossEntropy(
  ...[logits, targets]: Parameters<Engine["softmaxCrossEntropy"]>
): ReturnType<Engine["softmaxCrossEntropy"]> {
  const loss = tf.customGrad((...args) => {
    const [input, save] = args as unknown as [tf.Tensor, tf.GradSaveFunc];
    const rows = logits.shape[0];
    const shifted = tf.sub(input, tf.max(input, 1, true));
    const exponentials = tf.exp(shifted);
    const sums = tf.sum(exponentials, 1, true);
    const logProbabilities = tf.sub(shifted, tf.log(sums));
    save([tf.div(exponentials, sums), targets]);
    return {
      value: tf.mul(tf.sum(tf.mul(targets, logProbabilities)), -1 / rows),
      gradFunc: (dLoss: tf.Tensor, saved: tf.Tensor[]) => {
        const [probabilities, targets] = saved as [tf.Tensor, tf.Tensor];
        const difference = tf.sub(tf.mul(probabilities, tf.sum(targets, 1, true)), targets);
        return tf.mul(difference, tf.div(dLoss, rows));
      },
    };
  });
  return loss(logits) as tf.Scalar;
}

function nesterovUpdate(...[entries, { learningRate, momentum }]: Parameters<Engine["nesterovUpdate"]>): void {
  for (const { variable, gradient, momentumBuffer, weightDecay } of entries) {
    tf.tidy(() => {
      const g = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(variable, weightDecay));
      momentumBuffer.assign(tf.add(tf.mul(momentumBuffer, momentum), g));
      variable.assign(tf.sub(variable, tf.mul(tf.add(g, tf.mul(momentumBuffer, momentum)), learningRate)));
    });
  }
}
