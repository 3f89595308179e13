import * as tf from "@tensorflow/tfjs-core";
import type { Model } from "../models/model.ts";
import { type Scores, scoreLogits } from "./scores.ts";
import type { Batch } from "./train-step.ts";

/**
 * Scores a batch with the running statistics: the validation procedure for images that are ready for the network. The
 * last batch may be a smaller one; no image's figures depend on the others of its batch.
 */
export async function evaluateBatch(
  model: Model,
  { images, imageSize, labels }: Pick<Batch, "images" | "imageSize" | "labels">,
): Promise<Scores> {
  const logits = tf.tidy(() => model.forwardEvaluation(tf.tensor4d(images, [labels.length, imageSize, imageSize, 3])));
  try {
    return scoreLogits(new Float32Array(await logits.data()), labels, model.network.classes);
  } finally {
    logits.dispose();
  }
}
