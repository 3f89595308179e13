import { describe, expect, it } from "vitest";
import { newRecipeSnippet } from "../../../../shared/recipe/editor/new-recipe.ts";
import { presets } from "../../../../shared/recipe/presets/index.ts";
import { dataFormats } from "../../../../shared/recipe/sections/data.ts";
import { loadText } from "../../../support/load-text.ts";
import { expanded } from "../../../support/snippets.ts";

const choices = Object.keys(presets).flatMap((preset) => dataFormats.map((format) => [preset, format] as const));

describe("a new recipe has no errors, whatever is chosen", () => {
  it.each(choices)("%s, %s", (preset, format) => {
    for (const language of ["en", "ko"] as const) {
      const text = expanded(newRecipeSnippet({ name: 'a "name" with $}', preset, format }, language));
      const { recipe, problems } = loadText(text);
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(recipe).toMatchObject({ name: 'a "name" with $}', data: { format } });
      expect(text).toContain(`"extends": "${preset}"`);
    }
  });
});
