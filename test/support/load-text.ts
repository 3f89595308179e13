import type { Language } from "../../shared/language.ts";
import { type LoadedRecipe, loadRecipe } from "../../shared/recipe/load-recipe.ts";
import type { Problem } from "../../shared/recipe/problem.ts";

/** Loads a recipe from memory as "dir/my.recipe.json"; `files` are the bases that it can read, by path. */
export function loadText(
  text: string,
  overrides: string[] = [],
  files: Record<string, string> = {},
  language: Language = "en",
): LoadedRecipe {
  const readFile = (path: string): string => {
    const found = files[path];
    if (found === undefined) throw new Error(`${path}: there is no such file`);
    return found;
  };
  return loadRecipe({ file: "dir/my.recipe.json", text, readFile, overrides, language });
}

/** "FILE:LINE:COLUMN code", the short form that tests compare. */
export function brief({ file, line, column, code }: Pick<Problem, "file" | "line" | "column" | "code">): string {
  return `${file.replace(/^dir\//, "")}:${line}:${column} ${code}`;
}
