import fc from "fast-check";
import { expect, it } from "vitest";
import { presets } from "../../../shared/recipe/presets/index.ts";
import { recipeSchemaNode } from "../../../shared/recipe/schema-node.ts";
import { loadText } from "../../support/load-text.ts";

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

/** Names of fields, so that random values reach deep into the schema. */
const names = new Set<string>();
JSON.stringify(recipeSchemaNode(), (_key, value) => {
  if (value?.properties) for (const name of Object.keys(value.properties)) names.add(name);
  return value;
});
const known = fc.constantFrom(...names, "__proto__", "toString", "kind", "op");
const words = fc.constantFrom(
  "cosine",
  "step",
  "randomResizedCrop",
  "normalize",
  "all",
  "resnet20",
  "paper:baseline",
  "x",
);

it("never throws on any value in any field, as a recipe or as an override", () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "medium" },
      words,
      fc.constantFrom(0, -1, 0.5, 1, 32, 256, 1e15, true, false, null),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.array(fc.tuple(known, tie("tree")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  const section = fc.constantFrom("model", "data", "augmentation", "optimizer", "learningRate", "loss", "training");
  const recipe = fc.dictionary(section, fc.dictionary(known, tree, { maxKeys: 5 }), { maxKeys: 4 });
  const override = fc
    .tuple(fc.array(fc.oneof(known, fc.constantFrom("0", "1", "99")), { minLength: 1, maxLength: 4 }), tree)
    .map(([path, value]) => `${path.join(".")}=${JSON.stringify(value)}`);
  const base = fc.constantFrom(undefined, ...Object.keys(presets));
  fc.assert(
    fc.property(recipe, base, fc.array(override, { maxLength: 2 }), (value, preset, overrides) =>
      checkResult(JSON.stringify(preset ? { extends: preset, ...value } : value, null, 1), overrides),
    ),
    { numRuns: 500 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
