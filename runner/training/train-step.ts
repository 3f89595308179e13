import * as tf from "@tensorflow/tfjs-core";
import { variableGrads } from "../engine/variable-gradients.ts";
import type { Model } from "../models/model.ts";
import type { BatchStatistics } from "../models/training-forward.ts";
import type { Gradients, Optimizer } from "./optimizer.ts";
import { countWithin, scoreLogits } from "./scores.ts";

/**
 * One training step. It has two halves, so that gradients of several workers can be summed between them:
 * `computeGradients` reads the weights and changes nothing, `applyGradients` changes weights, momentum and running
 * statistics. `trainStep` is the two in a row for one worker.
 */
export interface Trainer {
  model: Model;
  optimizer: Optimizer;
}

/** A batch of N images, ready for the network. The arrays may be reused as soon as the step has been answered. */
export interface Batch {
  /** [N, imageSize, imageSize, 3]. */
  images: Float32Array;
  /** Side of an image in pixels. */
  imageSize: number;
  /** [N]: what top-1 and top-5 are counted against; under mixup the label of the greater weight. */
  labels: Int32Array;
  /** [N, classes]: what the loss compares with (`targetDistribution`, mixed under mixup). */
  targets: Float32Array;
}

export interface StepFigures {
  /** Mean over the batch, with smoothing. */
  loss: number;
  /** Shares of the batch, 0 to 1, by the network in training mode before the update. */
  top1: number;
  top5: number;
  /** L2 norm of the loss's gradient over all parameters, before weight decay. */
  gradientNorm: number;
}

/** What `computeGradients` leaves on the device. `disposeGradients` frees it. */
export interface ComputedGradients {
  loss: tf.Scalar;
  /** [N,K]. */
  logits: tf.Tensor2D;
  gradients: Gradients;
  statistics: BatchStatistics[];
}

/** The loss or the gradient is NaN or infinite. The weights, momentum and running statistics are as before the step. */
export class DivergedError extends Error {
  readonly figures: StepFigures;

  constructor(figures: StepFigures) {
    super(`the loss is ${figures.loss} and the gradient's norm ${figures.gradientNorm}`);
    this.name = "DivergedError";
    this.figures = figures;
  }
}

/**
 * One step on one worker.
 * @throws DivergedError before anything has changed, where the loss or the gradient's norm is not finite
 */
export async function trainStep(
  trainer: Trainer,
  batch: Batch,
  { learningRate }: { learningRate: number },
): Promise<StepFigures> {
  const computed = computeGradients(trainer.model, batch);
  try {
    const figures = await readFigures(computed, batch.labels);
    if (!Number.isFinite(figures.loss) || !Number.isFinite(figures.gradientNorm)) throw new DivergedError(figures);
    applyGradients(trainer, computed, { learningRate });
    return figures;
  } finally {
    disposeGradients(computed);
  }
}

/** Runs the network forwards and backwards. Nothing of the model changes, nothing is read back from the device. */
export function computeGradients(model: Model, { images, imageSize, labels, targets }: Batch): ComputedGradients {
  let logits: tf.Tensor2D | undefined;
  let statistics: BatchStatistics[] = [];
  const { value: loss, grads } = tf.tidy(() => {
    const x = tf.tensor4d(images, [labels.length, imageSize, imageSize, 3]);
    const q = tf.tensor2d(targets, [labels.length, model.network.classes]);
    return variableGrads(
      () => {
        const forward = model.forwardTraining(x);
        logits = tf.keep(forward.logits);
        statistics = forward.statistics;
        return model.engine.softmaxCrossEntropy(forward.logits, q);
      },
      model.parameters.map(({ variable }) => variable),
    );
  });
  const gradients = new Map(model.parameters.map(({ entry, variable }) => [entry.name, grads[variable.name]!]));
  return { loss, logits: logits!, gradients, statistics };
}

/** Reads loss, gradient norm and logits in one transfer from the device. */
export async function readFigures(
  { loss, logits, gradients }: Pick<ComputedGradients, "loss" | "logits" | "gradients">,
  labels: Int32Array,
): Promise<StepFigures> {
  const packed = tf.tidy(() => {
    // In two stages: one running float32 sum over millions of squares is wrong in the fourth digit.
    const squares = [...gradients.values()].map((gradient) => tf.sum(tf.sum(tf.square(gradient), -1)));
    return tf.concat([tf.stack([loss, tf.sqrt(tf.addN(squares))]), tf.reshape(logits, [-1])] as tf.Tensor1D[]);
  });
  const values = new Float32Array(await packed.data());
  packed.dispose();
  const { ranks } = scoreLogits(values.subarray(2), labels, logits.shape[1]);
  return {
    loss: values[0]!,
    top1: countWithin(ranks, 1) / labels.length,
    top5: countWithin(ranks, 5) / labels.length,
    gradientNorm: values[1]!,
  };
}

/** Updates weights and momentum by the gradients, and the running statistics by the batch's. */
export function applyGradients(
  { model, optimizer }: Trainer,
  { gradients, statistics }: Pick<ComputedGradients, "gradients" | "statistics">,
  { learningRate }: { learningRate: number },
): void {
  optimizer.step(gradients, learningRate);
  model.updateRunningStatistics(statistics);
}

export function disposeGradients({ loss, logits, gradients, statistics }: ComputedGradients): void {
  tf.dispose([loss, logits, ...gradients.values(), ...statistics.flatMap(({ mean, variance }) => [mean, variance])]);
}
