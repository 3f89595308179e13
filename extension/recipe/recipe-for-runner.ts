import type * as vscode from "vscode";
import type { LoadedRecipe } from "../../shared/recipe/load-recipe.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import { resolveFrom } from "../../shared/recipe/source/paths.ts";
import { uriOf } from "./recipe-paths.ts";

/**
 * A recipe as a runner takes it: bases and defaults written out. On this machine a path is relative to the file that it
 * is written in, and is made absolute here; on another one it is the runner's own, and stays as it is.
 */
export function recipeForRunner(
  document: vscode.TextDocument,
  { recipe, setBy }: LoadedRecipe,
  runner: "local" | "remote",
): Recipe | null {
  if (!recipe || runner === "remote") return recipe;
  const absolute = (path: string | null, ...field: string[]): string | null => {
    const writtenIn = setBy(field);
    return path === null || writtenIn === null
      ? path
      : uriOf(resolveFrom(writtenIn, path), document.uri).with({ scheme: "file" }).fsPath;
  };
  const { data, model } = recipe;
  return {
    ...recipe,
    data: {
      ...data,
      train: absolute(data.train, "data", "train"),
      validation: absolute(data.validation, "data", "validation"),
    },
    model: { ...model, pretrained: absolute(model.pretrained, "model", "pretrained") },
  };
}
