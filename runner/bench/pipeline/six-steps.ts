import { paperBaseline } from "../../../shared/recipe/presets/paper-baseline.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";
import type { DecodeOptions } from "../../data/decode.ts";

const recipe = recipeSchema.parse(paperBaseline);

/** The paper's training pipeline: crop, flip, hue with saturation and brightness, PCA noise, normalisation. */
export const sixSteps = recipe.augmentation.train;

/** Side of what it makes. Pixels. */
export const sixStepsSize = 224;

export const benchDecodeOptions: DecodeOptions = {
  maxPixels: recipe.data.maxPixels,
  background: recipe.data.background,
  decoder: recipe.data.decoder,
};
