import { type Recipe, type RecipeInput, recipeSchema } from "../../shared/recipe/schema.ts";

/** A recipe with every default written out. */
export const recipeOf = (input: RecipeInput = {}): Recipe => recipeSchema.parse(input);
