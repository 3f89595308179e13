import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadRecipe } from "../../../shared/recipe/load-recipe.ts";

const folder = fileURLToPath(new URL("../../../recipes/", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".recipe.json"));

it("there are example recipes", () => {
  expect(files).toEqual(expect.arrayContaining(["emoji.recipe.json", "imagenet-resnet50.recipe.json"]));
});

describe.each(files)("recipes/%s", (name) => {
  const text = readFileSync(folder + name, "utf8");

  it("has neither errors nor warnings", () => {
    const readFile = (path: string) => readFileSync(path, "utf8");
    expect(loadRecipe({ file: folder + name, text, readFile }).problems).toEqual([]);
  });

  it("says in its header what it needs and how it is run", () => {
    expect(text).toMatch(
      /^\/\/ .*\n\/\/\n\/\/ Data: .*\n(\/\/ .*\n)*\/\/ Command: +recipe-lab run recipes\/.*\n(\/\/ .*\n)*\/\/ Cost: /,
    );
    expect(text).toContain(`recipe-lab run recipes/${name}`);
  });
});
