import { type EvaluationDetail, evaluationLimits } from "../../shared/protocol/evaluation.ts";
import type { Dataset } from "../data/dataset.ts";
import { decodeImage } from "../data/decode.ts";
import { BrokenImageError } from "../data/decoded-image.ts";
import { thumbnail } from "../data/thumbnail.ts";
import { accuracyByClass, confusedPairs, confusionMatrix } from "./confusion.ts";
import { type Evaluation, validationFigures } from "./evaluation.ts";
import { worstImages } from "./worst-images.ts";

export interface DetailParts {
  evaluation: Evaluation;
  dataset: Dataset;
  decode: Parameters<typeof decodeImage>[1];
  step: number;
  epoch: number;
  /** Milliseconds since 1970. */
  time: number;
}

/** What a validation says of classes and images, small enough to be sent to whoever looks at the run. */
export async function evaluationDetail(parts: DetailParts): Promise<EvaluationDetail> {
  const { evaluation, dataset, decode, step, epoch, time } = parts;
  const { matrixClasses, pairs, worst, side } = evaluationLimits;
  const { classes } = dataset;
  const { indices, labels, predictions, confidences, losses } = evaluation;
  const detail: EvaluationDetail = {
    step,
    epoch,
    time,
    images: labels.length,
    ...validationFigures(evaluation),
    classes: [...classes],
    perClass: accuracyByClass(evaluation, classes).map(({ images, top1, top5 }) => ({ images, top1, top5 })),
    confusion: classes.length <= matrixClasses ? confusionMatrix(evaluation, classes.length) : null,
    confused: confusedPairs(evaluation).slice(0, pairs),
    worst: [],
  };
  for (const image of worstImages(evaluation, worst)) {
    const index = indices[image]!;
    detail.worst.push({
      index,
      name: dataset.name(index),
      label: labels[image]!,
      prediction: predictions[image]!,
      probability: confidences[image]!,
      trueProbability: Math.exp(-losses[image]!),
      loss: losses[image]!,
      picture: await picture(dataset, index, { decode, side }),
    });
  }
  return detail;
}

/** An image that was fine a moment ago may be gone by now. */
async function picture(
  dataset: Dataset,
  index: number,
  { decode, side }: Pick<DetailParts, "decode"> & { side: number },
) {
  try {
    return await thumbnail(await decodeImage(dataset.source(index), decode), side);
  } catch (error) {
    if (error instanceof BrokenImageError) return null;
    throw error;
  }
}
