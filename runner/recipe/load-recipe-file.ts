import { dirname, resolve } from "node:path";
import { type LoadedRecipe, loadRecipe } from "../../shared/recipe/load-recipe.ts";
import type { Problem } from "../../shared/recipe/problem.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import type { Capabilities } from "../../shared/recipe/wisdom/index.ts";
import { UserError } from "../errors.ts";
import { formatProblem } from "./format-problem.ts";
import { readRecipeText } from "./read-recipe-text.ts";

export interface LoadOptions {
  /** `path=value`, in order. */
  overrides?: readonly string[];
  capabilities?: Capabilities;
}

/** Reads and checks a recipe file. Throws a UserError where it cannot be read; what is wrong in it is in `problems`. */
export function loadRecipeFile(file: string, options: LoadOptions = {}): LoadedRecipe {
  return loadRecipe({ ...options, file, text: readRecipeText(file), readFile: readRecipeText });
}

export interface UsableRecipe {
  /** Every default written out, paths absolute. */
  recipe: Recipe;
  warnings: Problem[];
}

/**
 * A recipe to work with: throws a UserError that lists all problems where it has an error. A path in it is relative to
 * the file that it is written in, be it the recipe or a base; in an override, to the working directory.
 */
export function usableRecipe(file: string, options: LoadOptions = {}): UsableRecipe {
  const loaded = loadRecipeFile(file, options);
  const { recipe, problems, setBy } = loaded;
  if (!recipe) {
    const errors = problems.filter((problem) => problem.severity === "error");
    const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
    const lines = errors.map((problem) => `\n  ${formatProblem(problem)}`);
    throw new UserError("invalid-recipe", `the recipe has ${count}:${lines.join("")}`);
  }
  const absolute = (path: string | null, ...field: string[]): string | null => {
    if (path === null) return null;
    const writtenIn = setBy(field);
    return writtenIn === null || writtenIn === "--set" ? resolve(path) : resolve(dirname(writtenIn), path);
  };
  return {
    recipe: {
      ...recipe,
      data: {
        ...recipe.data,
        train: absolute(recipe.data.train, "data", "train"),
        validation: absolute(recipe.data.validation, "data", "validation"),
      },
      model: { ...recipe.model, pretrained: absolute(recipe.model.pretrained, "model", "pretrained") },
    },
    warnings: problems,
  };
}
