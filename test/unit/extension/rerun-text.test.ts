import { describe, expect, test } from "vitest";
import { rerunText } from "../../../extension/runs/rerun-text.ts";
import { loadRecipe } from "../../../shared/recipe/load-recipe.ts";

const source = `// What it is for.
{
  "name": "small",
  "extends": "small:baseline",
  "data": { "train": "data/train", "validation": "/elsewhere/validation" }, // of the emoji
}
`;
const noFile = (path: string): string => {
  throw new Error(path);
};
const load = (text: string) => {
  const { recipe } = loadRecipe({ file: "/new/x.recipe.json", text, readFile: noFile });
  if (recipe === null) throw new Error("expected a recipe");
  return recipe;
};
/** As the runner of this machine has it. */
const trained = load(source.replace('"data/train"', '"/home/me/recipes/data/train"'));

describe("a run's recipe in a new file", () => {
  test("on this machine has its paths written out, and all else as it was", () => {
    const text = rerunText({ source, recipe: trained }, "local", "en");
    expect(text).toBe(source.replace('"data/train"', '"/home/me/recipes/data/train"'));
    expect(load(text)).toEqual(trained);
  });

  test("for another machine is as it was written: paths are that machine's", () => {
    expect(rerunText({ source, recipe: trained }, "remote", "en")).toBe(source);
  });

  test.each(["local", "remote"] as const)("without the file that it extended is complete (%s)", (runner) => {
    const text = rerunText({ source: source.replace("small:baseline", "../base.json"), recipe: trained }, runner, "en");
    expect(text).toContain("// The recipe extended ../base.json");
    expect(load(text)).toEqual(trained);
  });
});
