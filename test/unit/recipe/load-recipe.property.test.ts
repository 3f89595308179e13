import fc from "fast-check";
import { expect, it } from "vitest";
import { loadText } from "../../support/load-text.ts";
import { fieldName, fieldValue, randomRecipe } from "../../support/random-recipe.ts";

/** Every problem lies inside of a text that exists, with the line and column where it begins before where it ends. */
function checkResult(text: string, overrides: string[] = []): void {
  const { recipe, problems } = loadText(text, overrides);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  for (const problem of problems) {
    expect(problem.message).not.toBe("");
    expect(problem.line * 1e7 + problem.column).toBeLessThanOrEqual(problem.endLine * 1e7 + problem.endColumn);
    if (problem.file === "--set") continue;
    expect(problem.line).toBeLessThanOrEqual(lines.length);
    expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1] ?? "").length + 1);
  }
  expect(recipe === null).toBe(problems.some(({ severity }) => severity === "error"));
}

it("never throws on any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => checkResult(text)),
    { numRuns: 300 },
  );
});

it("never throws on text made of JSON's own characters", () => {
  const unit = fc.constantFrom(...'{}[]:,"\\/*\n\r -+.0123456789eEtrufalsn', "\uFEFF", '"extends"', '"training"');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 80 }), (text) => checkResult(text)),
    { numRuns: 500 },
  );
});

it("never throws on any JSON", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => checkResult(text)),
    { numRuns: 300 },
  );
});

it("never throws on any value in any field, as a recipe or as an override", () => {
  const key = fc.oneof(fieldName, fc.constantFrom("0", "1", "99"));
  const override = fc
    .tuple(fc.array(key, { minLength: 1, maxLength: 4 }), fieldValue)
    .map(([path, value]) => `${path.join(".")}=${JSON.stringify(value)}`);
  fc.assert(
    fc.property(randomRecipe, fc.array(override, { maxLength: 2 }), (recipe, overrides) =>
      checkResult(JSON.stringify(recipe, null, 1), overrides),
    ),
    { numRuns: 500 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
