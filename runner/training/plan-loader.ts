import { join } from "node:path";
import type { Plan } from "../../shared/plan.ts";
import { outputSize } from "../../shared/recipe/wisdom/input-size.ts";
import type { Dataset } from "../data/dataset.ts";
import { createLoader, type Loader, type LoaderOptions } from "../data/loader.ts";
import type { RunFolder } from "../runs/run-folder.ts";

/** Which pipeline of the recipe, and which of its data sets. */
export type Part = "train" | "validation";

/**
 * The loader that a recipe asks for. Broken images are replaced in training and left out of validation.
 * @param run the run's folder, where it is one that a later process may go on with
 */
export function createPlanLoader(
  recipe: Plan["recipe"],
  part: Part,
  dataset: Dataset,
  onQuarantine: NonNullable<LoaderOptions["onQuarantine"]>,
  run?: RunFolder,
): Loader {
  const { data, augmentation, training } = recipe;
  return createLoader({
    dataset,
    ops: augmentation[part],
    size: pipelineSize(recipe, part),
    seed: training.seed,
    workers: data.workers,
    decode: { maxPixels: data.maxPixels, background: data.background, decoder: data.decoder },
    maxBrokenFraction: data.maxBrokenFraction,
    onBroken: part === "train" ? "replace" : "skip",
    onQuarantine,
    deterministic: training.deterministic,
    ...(run === undefined ? {} : { witness: join(run.path, `.decoding-${part}`) }),
  });
}

/** Side of the square that a pipeline makes. Pixels. */
export function pipelineSize({ augmentation, data }: Plan["recipe"], part: Part): number {
  const size = outputSize(augmentation[part], data.format);
  if (size === null) throw new Error(`augmentation.${part} makes no square, which the recipe's check rules out`);
  return size;
}
