import { z } from "zod";
import { field } from "./field.ts";
import { augmentationSchema } from "./sections/augmentation.ts";
import { dataSchema } from "./sections/data.ts";
import { evaluationSchema } from "./sections/evaluation.ts";
import { learningRateSchema } from "./sections/learning-rate.ts";
import { lossSchema } from "./sections/loss.ts";
import { modelSchema } from "./sections/model.ts";
import { optimizerSchema } from "./sections/optimizer.ts";
import { trainingSchema } from "./sections/training.ts";

/**
 * The whole recipe. Types, the JSON schema in schemas/, docs/recipe.md, hovers and completions are all made from it.
 * `extends` is resolved before this schema sees the recipe; it stays in the schema so that editors know it.
 */
export const recipeSchema = z
  .strictObject({
    $schema: field(z.string().optional(), {
      title: "JSON schema",
      text: "The schema that an editor checks this file with. It means nothing to the training.",
      source: "ours",
    }),
    name: field(z.string().min(1).max(200).default("untitled"), {
      title: "Name",
      text: "What the run is called in lists, charts and folders.",
      source: "ours",
    }),
    extends: field(z.string().min(1).optional(), {
      title: "Extends",
      text: "A preset (`paper:baseline`, `paper:efficient`, `small:baseline`, `small:efficient`) or the path of another recipe, relative to this file. Objects are merged field by field; lists and plain values are replaced; an object of another `kind` replaces the former.",
      source: "ours",
    }),
    data: dataSchema,
    model: modelSchema,
    augmentation: augmentationSchema,
    optimizer: optimizerSchema,
    learningRate: learningRateSchema,
    loss: lossSchema,
    training: trainingSchema,
    evaluation: evaluationSchema,
  })
  .meta({
    title: "Recipe",
    description: "The training recipe of an image classifier.",
  });

/** A recipe with every default written out. */
export type Recipe = z.output<typeof recipeSchema>;
/** A recipe as a person writes it. */
export type RecipeInput = z.input<typeof recipeSchema>;
