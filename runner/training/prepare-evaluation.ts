import { dirname } from "node:path";
import { buildNetwork } from "../../shared/models/index.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Loader } from "../data/loader.ts";
import { openData } from "../data/open.ts";
import type { Engine } from "../engine/engine.ts";
import { UserError } from "../errors.ts";
import { createModel, type Model } from "../models/model.ts";
import { usableRecipe } from "../recipe/load-recipe-file.ts";
import { printable } from "../terminal/style.ts";
import { createPlanLoader, pipelineSize } from "./plan-loader.ts";
import type { WeightsToEvaluate } from "./weights-to-evaluate.ts";

export interface PreparedEvaluation {
  recipe: Recipe;
  dataset: Dataset;
  model: Model;
  loader: Loader;
  imageSize: number;
  batchSize: number;
}

/**
 * Opens the validation images, makes the network and loads the weights into it.
 * @param written the recipe that the caller names, if any; otherwise it is the run's own
 */
export async function prepareEvaluation(
  { weights, file, plan }: WeightsToEvaluate,
  engine: Engine,
  written: { file: string | null; overrides: readonly string[] },
): Promise<PreparedEvaluation> {
  const recipe =
    written.file === null ? plan?.recipe : usableRecipe(written.file, { overrides: written.overrides }).recipe;
  if (recipe === undefined) {
    throw new UserError(
      "recipe-needed",
      `${file} holds weights and nothing else. Name the recipe with its network and data: --recipe FILE.`,
    );
  }
  const { validation: dataset } = await openData(recipe.data, written.file === null ? "." : dirname(written.file));
  if (plan !== null && dataset.classes.join("\n") !== plan.data.classes.join("\n")) {
    const names = (classes: readonly string[]) => printable(classes.join(", "), 200);
    throw new UserError(
      "other-classes",
      `The run was trained to tell apart ${names(plan.data.classes)}; the data has ${names(dataset.classes)}. Evaluate it on images of the same classes.`,
    );
  }
  const model = createModel(buildNetwork(recipe.model, { classes: dataset.classes.length }), engine);
  model.loadStateDict(weights, file);
  const loader = createPlanLoader(recipe, "validation", dataset, ({ name, reason }) =>
    console.error(`skipping ${printable(name)}: ${printable(reason)}`),
  );
  const imageSize = pipelineSize(recipe, "validation");
  return { recipe, dataset, model, loader, imageSize, batchSize: recipe.evaluation.batchSize };
}
