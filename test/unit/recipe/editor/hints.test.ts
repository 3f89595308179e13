import { describe, expect, it } from "vitest";
import { differingFields, differingFieldsOf, fieldAt } from "../../../../shared/recipe/editor/differences.ts";
import { withAllFixes } from "../../../../shared/recipe/editor/fix-all.ts";
import { hintsOf, type KnownData } from "../../../../shared/recipe/editor/hints.ts";
import { readLoosely } from "../../../../shared/recipe/editor/read-loosely.ts";
import { presetRecipe, presetText, writtenOut } from "../../../../shared/recipe/editor/written-out.ts";
import { presets } from "../../../../shared/recipe/presets/index.ts";
import { loadText } from "../../../support/load-text.ts";

/** The text with its hints in ‹› behind the values. */
function hinted(text: string, data: KnownData = {}, language: "en" | "ko" = "en"): string {
  const { recipe, problems } = loadText(text);
  if (!recipe) throw new Error(JSON.stringify(problems));
  return hintsOf(readLoosely(text).tree, recipe, data, language)
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((before, { offset, label }) => `${before.slice(0, offset)}‹${label}›${before.slice(offset)}`, text);
}

describe("hints", () => {
  const efficient = '{"extends": "paper:efficient", ';
  it.each([
    [
      `${efficient}"learningRate": {"initial": 0.1}}`,
      `${efficient}"learningRate": {"initial": 0.1‹peak 0.4 = 0.1 × 1024/256›}}`,
    ],
    [
      `${efficient}"training": {"batchSize": 512}}`,
      `${efficient}"training": {"batchSize": 512‹peak 0.2 = 0.1 × 512/256›}}`,
    ],
    ['{"training": {"batchSize": 256}}', '{"training": {"batchSize": 256}}'],
    [
      `${efficient}"learningRate": {"initial": 0.1, "linearScaling": false}}`,
      `${efficient}"learningRate": {"initial": 0.1, "linearScaling": false}}`,
    ],
  ])("peak rate: %s", (text, expected) => {
    expect(hinted(text)).toBe(expected);
  });
  it("steps, where the size of the data set is known", () => {
    const text =
      '{"training": {"epochs": 120}, "learningRate": {"warmup": {"epochs": 5}, "decay": {"kind": "step", "epochs": [30, 60]}}}';
    expect(hinted(text)).toBe(text);
    // 1,281,167 images in batches of 256: 5,004 full ones.
    expect(hinted(text, { trainImages: 1_281_167 })).toBe(
      '{"training": {"epochs": 120‹600,480 steps, 5,004 an epoch›}, "learningRate": {"warmup": {"epochs": 5‹25,020 steps›}, "decay": {"kind": "step", "epochs": [30, 60]‹steps 150,120, 300,240›}}}',
    );
    expect(hinted(text, { trainImages: 10 })).toBe(text);
    expect(hinted('{"training": {"epochs": 120}}', { trainImages: 1_281_167 }, "ko")).toContain(
      "‹600,480 스텝, 에폭당 5,004›",
    );
  });
  it("parameters, as torchvision counts them", () => {
    expect(hinted('{"model": {"architecture": "resnet50"}}')).toContain('"resnet50"‹25.6 M parameters›');
    expect(hinted('{"model": {"architecture": "resnet50"}}', { classes: 10 })).toContain("‹23.5 M parameters›");
    expect(hinted('{"extends": "small:baseline", "model": {"architecture": "resnet20"}}')).toContain(
      "‹272,474 parameters›",
    );
  });
});

describe("a recipe written out", () => {
  it.each(Object.keys(presets))("%s reads as what it was", (name) => {
    for (const language of ["en", "ko"] as const) {
      const { recipe, problems } = loadText(presetText(name, language)!);
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(recipe).toEqual(presetRecipe(name));
    }
  });
  it("has a header, and names no fields that are only for files", () => {
    const text = writtenOut(presetRecipe("small:efficient")!, "en", ["two\nlines"]);
    expect(text).toMatch(/^\/\/ two lines\n\{\n {2}"name": "small-efficient",/);
    expect(text).not.toMatch(/"extends"|\$schema/);
  });
  it("there is no other preset", () => {
    expect(presetText("toString", "en")).toBeUndefined();
  });
});

it("tells in which fields two recipes differ", () => {
  const [a, b] = [presetRecipe("paper:baseline")!, presetRecipe("paper:efficient")!];
  expect(differingFields(a, a)).toEqual([]);
  expect(differingFields(a, b)).toEqual([
    { path: "model.zeroGamma", left: false, right: true },
    { path: "optimizer.decayBiasAndNorm", left: true, right: false },
    { path: "learningRate.warmup.epochs", left: 0, right: 5 },
    { path: "training.batchSize", left: 256, right: 1024 },
  ]);
});

it("tells in which fields many recipes differ, side by side, also where one lacks a section", () => {
  const recipes = [
    { name: "a", decay: { kind: "step", epochs: [30, 60] }, training: { epochs: 90 } },
    { name: "b", decay: { kind: "cosine" }, training: { epochs: 90 } },
    { name: "c", decay: { kind: "step", epochs: [30, 60] } },
  ];
  expect(differingFieldsOf(recipes)).toEqual([
    { path: "decay.kind", values: ["step", "cosine", "step"] },
    { path: "decay.epochs", values: [[30, 60], undefined, [30, 60]] },
    { path: "training.epochs", values: [90, 90, undefined] },
  ]);
  expect(differingFieldsOf(recipes.slice(0, 1))).toEqual([]);
  expect(differingFieldsOf([])).toEqual([]);
  expect(fieldAt(recipes[0]!, "decay.epochs")).toEqual([30, 60]);
  expect(fieldAt(recipes[0]!, "training.toString")).toBeUndefined();
});

it("mends everything that can be mended, also what shows only then", () => {
  const text = '{\n  // large\n  "trainig": {"batchsize": 1024}, "extends": "paper:baselin"\n}';
  const mended = withAllFixes(text, "dir/my.recipe.json", (each) => loadText(each), { indent: "  ", eol: "\n" });
  expect(loadText(mended).problems).toEqual([]);
  expect(mended).toContain('// large\n  "training": {"batchSize": 1024}');
});
