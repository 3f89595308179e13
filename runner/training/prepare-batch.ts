import type { Plan } from "../../shared/plan.ts";
import { labelSmoothing } from "../../shared/recipe/sections/loss.ts";
import { drawMixture } from "./mixup.ts";
import { mixRows, targetDistribution } from "./targets.ts";
import type { Batch } from "./train-step.ts";

/**
 * What the loader gives, made ready for a training step: the targets with label smoothing, and mixup where the recipe has
 * it.
 * @param batchInEpoch 0-based
 */
export function prepareBatch(
  loaded: Pick<Batch, "images" | "labels">,
  plan: Pick<Plan, "recipe" | "data" | "inputSize">,
  { epoch, batchInEpoch }: { epoch: number; batchInEpoch: number },
): Batch {
  const { images, labels } = loaded;
  const { recipe, inputSize } = plan;
  const classes = plan.data.classes.length;
  const targets = targetDistribution(labels, classes, labelSmoothing(recipe.loss));
  const { mixup } = recipe.augmentation;
  if (mixup === null) return { images, imageSize: inputSize, labels, targets };

  const mixture = drawMixture(mixup.alpha, labels.length, { seed: recipe.training.seed, epoch, batchInEpoch });
  const { partners, weight } = mixture;
  return {
    images: mixRows(images, inputSize * inputSize * 3, mixture),
    imageSize: inputSize,
    labels: weight >= 0.5 ? labels : labels.map((_, image) => labels[partners[image]!]!),
    targets: mixRows(targets, classes, mixture),
  };
}
