import { applyEdits, modify } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import type { Fix } from "../../../shared/recipe/problem.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";
import { rules } from "../../../shared/recipe/wisdom/index.ts";
import { precisionUnsupported } from "../../../shared/recipe/wisdom/precision-unsupported.ts";
import { brief, loadText } from "../../support/load-text.ts";
import { ruleCases } from "../../support/rule-cases.ts";

function applied(text: string, { edits }: Fix): string {
  const options = { formattingOptions: { insertSpaces: true, tabSize: 2 } };
  return edits.reduce((before, { path, value }) => applyEdits(before, modify(before, path, value, options)), text);
}

describe("each rule warns at the right place, and its fix leaves nothing to say", () => {
  it.each(ruleCases)("%s %s", (code, marked) => {
    const text = marked.replace("▸", "");
    const { problems } = loadText(text);
    expect(problems.map(brief)).toEqual([`my.recipe.json:1:${marked.indexOf("▸") + 1} ${code}`]);
    const [problem] = problems;
    expect(problem?.citation).toBeTruthy();
    expect(problem?.fix?.file).toBe("dir/my.recipe.json");
    const after = loadText(applied(text, problem!.fix!));
    expect(after.problems).toEqual([]);
    expect(after.recipe).not.toBeNull();
  });
});

it("every finding of every rule has such a case", () => {
  const codes = rules.flatMap(({ findings }) => Object.keys(findings));
  // No recipe has a precision that runners lack, as long as there is one precision: tested below.
  expect([...new Set(ruleCases.map(([code]) => code)), "precision-unsupported"].sort()).toEqual(codes.sort());
});

it("an error of this kind leaves no recipe, a warning does", () => {
  expect(loadText('{"extends": "small:baseline", "model": {"variant": "d"}}').recipe).toBeNull();
  expect(loadText('{"training": {"epochs": 60}}').recipe).not.toBeNull();
});

describe("what is fine stays unmentioned", () => {
  it.each([
    [
      "a rate scaled by hand",
      '{"extends": "paper:efficient", "learningRate": {"initial": 0.4, "linearScaling": false}}',
    ],
    [
      "cutout after normalize",
      '{"augmentation": {"train": [{"op": "randomResizedCrop"}, {"op": "normalize"}, {"op": "cutout"}]}}',
    ],
    [
      "a padded random crop of the image's own size",
      '{"extends": "small:baseline", "data": {"format": "cifar"}, "augmentation": {"train": [{"op": "randomCrop"}, {"op": "normalize"}], "validation": [{"op": "normalize"}]}}',
    ],
    ["mixup with 200 epochs", '{"augmentation": {"mixup": {}}, "training": {"epochs": 200}}'],
    [
      "no decay of weights at all",
      '{"learningRate": {"warmup": {"epochs": 5}}, "training": {"batchSize": 1024}, "optimizer": {"weightDecay": 0}}',
    ],
    ["checkpoints by the minute", '{"training": {"checkpoint": {"everyEpochs": null, "everyMinutes": 10}}}'],
    [
      "64 pixels, for either kind of net",
      '{"extends": "small:baseline", "augmentation": {"train": [{"op": "resize", "size": 64}, {"op": "normalize"}], "validation": [{"op": "resize", "size": 64}, {"op": "normalize"}]}}',
    ],
  ])("%s", (_name, text) => {
    expect(loadText(text).problems).toEqual([]);
  });
});

describe("with a base", () => {
  const files = {
    "dir/base.json": `{
  "extends": "small:baseline",
  "augmentation": {"validation": [{"op": "resizeShorterEdge", "size": 24}, {"op": "centerCrop", "size": 32}, {"op": "normalize"}]}
}`,
  };
  const text = '{"extends": "base.json"}';

  it("a warning stands in the file that sets the field, and the fix in the recipe, as a whole list", () => {
    const [problem] = loadText(text, [], files).problems;
    expect(problem && brief(problem)).toBe("base.json:3:71 crop-larger-than-resize");
    expect(problem?.fix?.edits).toMatchObject([
      {
        path: ["augmentation", "validation"],
        value: [{ op: "resizeShorterEdge", size: 37 }, { op: "centerCrop" }, { op: "normalize" }],
      },
    ]);
    expect(loadText(applied(text, problem!.fix!), [], files).problems).toEqual([]);
  });

  it("what an override sets has no fix in the file", () => {
    const [problem] = loadText("{}", ["learningRate.warmup.epochs=200"]).problems;
    expect(problem).toMatchObject({ file: "--set", code: "warmup-longer-than-training" });
    expect(problem).not.toHaveProperty("fix");
  });

  it("what a preset sets is shown at what the recipe makes of it", () => {
    const { problems } = loadText('{"extends": "paper:baseline",\n "training": {"batchSize": 1024}}');
    expect(problems.map(brief)).toEqual([
      "my.recipe.json:2:28 scaling-without-warmup",
      "my.recipe.json:2:28 decay-on-gamma",
    ]);
  });
});

describe("precision", () => {
  const recipe = recipeSchema.parse({});
  it("is no subject where the runner is not known, or has it", () => {
    expect(precisionUnsupported.check(recipe, undefined)).toEqual([]);
    expect(precisionUnsupported.check(recipe, { precisions: ["float32"] })).toEqual([]);
  });

  it("that the runner lacks is named with what it has", () => {
    const [finding] = precisionUnsupported.check(recipe, { precisions: ["mixedBfloat16"] });
    expect(finding).toMatchObject({ code: "precision-unsupported", fix: { edits: [{ value: "mixedBfloat16" }] } });
    expect(finding?.message.en).toContain("computes in mixedBfloat16, not in float32");
  });
});
