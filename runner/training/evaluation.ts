import { setImmediate } from "node:timers/promises";
import { indices } from "../../shared/sampling.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Loader } from "../data/loader.ts";
import type { Score } from "./learner.ts";
import { countWithin } from "./scores.ts";

/** How every usable image of a data set was classified, one element an image. */
export interface Evaluation {
  /** Positions in the data set. */
  indices: Uint32Array;
  labels: Int32Array;
  predictions: Int32Array;
  /** What softmax gives to the predictions, 0 to 1. */
  confidences: Float64Array;
  /** How many classes stand before the true one. */
  ranks: Int32Array;
  /** Cross-entropy without smoothing. */
  losses: Float64Array;
}

export interface ValidationFigures {
  loss: number;
  /** Shares, 0 to 1. */
  top1: number;
  top5: number;
}

/**
 * The paper's validation procedure (§2.1): every image once, in order, through the deterministic pipeline, with the
 * running statistics. Returns null where `stopped` said so in between.
 */
export async function evaluate(
  score: Score,
  { dataset, loader, imageSize, batchSize }: { dataset: Dataset; loader: Loader; imageSize: number; batchSize: number },
  hooks: { onBatch?: (done: number, total: number) => void; stopped?: () => boolean } = {},
): Promise<Evaluation | null> {
  const evaluation: Evaluation = {
    indices: new Uint32Array(dataset.length),
    labels: new Int32Array(dataset.length),
    predictions: new Int32Array(dataset.length),
    confidences: new Float64Array(dataset.length),
    ranks: new Int32Array(dataset.length),
    losses: new Float64Array(dataset.length),
  };
  let count = 0;
  let done = 0;
  const total = Math.ceil(dataset.length / batchSize);
  for await (const batch of loader.batches([{ epoch: 0, order: indices(dataset.length), batchSize }])) {
    const scores = await score({ images: batch.images, imageSize, labels: batch.labels });
    evaluation.indices.set(batch.indices, count);
    evaluation.labels.set(batch.labels, count);
    evaluation.predictions.set(scores.predictions, count);
    evaluation.confidences.set(scores.confidences, count);
    evaluation.ranks.set(scores.ranks, count);
    evaluation.losses.set(scores.losses, count);
    count += batch.labels.length;
    batch.release();
    hooks.onBatch?.(++done, total);
    // A backend that computes on this thread leaves no room for signals and messages otherwise.
    await setImmediate();
    if (hooks.stopped?.()) return null;
  }
  return {
    indices: evaluation.indices.subarray(0, count),
    labels: evaluation.labels.subarray(0, count),
    predictions: evaluation.predictions.subarray(0, count),
    confidences: evaluation.confidences.subarray(0, count),
    ranks: evaluation.ranks.subarray(0, count),
    losses: evaluation.losses.subarray(0, count),
  };
}

/** Means over the images. */
export function validationFigures({ ranks, losses }: Pick<Evaluation, "ranks" | "losses">): ValidationFigures {
  return {
    loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    top1: countWithin(ranks, 1) / ranks.length,
    top5: countWithin(ranks, 5) / ranks.length,
  };
}
