import { describe, expect, it } from "vitest";
import { resolveFrom } from "../../../shared/recipe/source/paths.ts";
import { brief, loadText } from "../../support/load-text.ts";

const load = (text: string, files: Record<string, string>) => loadText(text, [], files);

describe("merging", () => {
  it("merges objects and replaces lists and values, over several files and a preset", () => {
    const { recipe, problems } = load(
      '{"extends": "a/base.json", "training": {"epochs": 40}, "learningRate": {"decay": {"kind": "step", "epochs": [1, 2]}}}',
      {
        "dir/a/base.json": '{"extends": "../b.json", "name": "base", "training": {"epochs": 50, "seed": 7}}',
        "dir/b.json": '{"extends": "small:baseline", "training": {"seed": 8, "batchSize": 64}}',
      },
    );
    expect(problems).toEqual([]);
    expect(recipe).toMatchObject({
      name: "base",
      model: { architecture: "resnet20" },
      training: { epochs: 40, seed: 7, batchSize: 64 },
      learningRate: { decay: { kind: "step", epochs: [1, 2], factor: 0.1 } },
    });
    expect(recipe).not.toHaveProperty("extends");
  });

  it.each([
    ["another kind of decay", '{"learningRate": {"decay": {"kind": "cosine"}}}', { kind: "cosine" }],
    [
      "the same kind",
      '{"learningRate": {"decay": {"kind": "step", "factor": 0.5}}}',
      { kind: "step", epochs: [15, 23], factor: 0.5 },
    ],
    [
      "fields without the kind",
      '{"learningRate": {"decay": {"factor": 0.5}}}',
      { kind: "step", epochs: [15, 23], factor: 0.5 },
    ],
  ])("%s over a step decay", (_name, text, decay) => {
    const { recipe, problems } = loadText(`{"extends": "small:baseline", ${text.slice(1)}`);
    expect(problems).toEqual([]);
    expect(recipe?.learningRate.decay).toEqual(decay);
  });

  it("a value replaces an object and an object a value", () => {
    expect(
      loadText('{"extends": "small:baseline", "learningRate": {"linearScaling": false}}').recipe?.learningRate
        .linearScaling,
    ).toBe(false);
    const files = { "dir/b.json": '{"training": {"batchSize": 64}}' };
    const growing = '{"extends": "b.json", "training": {"batchSize": {"initial": 32, "epochs": [10]}}}';
    expect(load(growing, files).recipe?.training.batchSize).toEqual({ initial: 32, epochs: [10], factor: 10 });
  });
});

describe("what goes wrong is shown where it can be mended", () => {
  it("a missing base, at the value of extends", () => {
    const { recipe, problems } = load('{\n  "extends": "gone.json"}', {});
    expect(recipe).toBeNull();
    expect(problems.map(brief)).toEqual(["my.recipe.json:2:14 extends-unreadable"]);
    expect(problems[0]?.message).toContain("dir/gone.json: there is no such file");
  });

  it("a cycle, with the whole chain", () => {
    const { problems } = load('{"extends": "a.json"}', {
      "dir/a.json": '{"extends": "./b.json"}',
      "dir/b.json": '{"extends": "x/../my.recipe.json"}',
    });
    expect(problems.map(brief)).toEqual(["b.json:1:13 extends-cycle"]);
    expect(problems[0]?.message).toContain("dir/my.recipe.json → dir/a.json → dir/b.json → dir/my.recipe.json");
  });

  it("a chain without end", () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`dir/${i}.json`, `{"extends": "${i + 1}.json"}`]),
    );
    expect(load('{"extends": "0.json"}', files).problems.map(brief)).toEqual(["15.json:1:13 extends-too-long"]);
  });

  it("an unknown preset, with the nearest one", () => {
    const [problem] = loadText('{"extends": "paper:baselin"}').problems;
    expect(problem).toMatchObject({
      code: "unknown-preset",
      fix: { edits: [{ path: ["extends"], value: "paper:baseline" }] },
    });
    expect(problem?.message).toContain('did you mean "paper:baseline"?');
  });

  it("a problem of a base, in the base's file", () => {
    const files = { "dir/b.json": '{"training": {\n  "epochs": 0, "foo": 1}}' };
    const { problems } = load('{"extends": "b.json", "training": {"seed": 1}}', files);
    expect(problems.map(brief)).toEqual(["b.json:2:13 out-of-range", "b.json:2:16 unknown-field"]);
    expect(problems[1]?.fix?.file).toBe("dir/b.json");
  });

  it.each([
    ["syntax", "{", "b.json:1:2 syntax-error"],
    ["no object", "[]", "b.json:1:1 wrong-type"],
  ])("a base that is no recipe: %s", (_name, base, expected) => {
    const { recipe, problems } = load('{"extends": "b.json"}', { "dir/b.json": base });
    expect(recipe).toBeNull();
    expect(problems.map(brief)).toEqual([expected]);
  });

  it.each(["5", '""', "null", "true"])("extends: %s", (value) => {
    const { recipe, problems } = loadText(`{"extends": ${value}}`);
    expect(recipe).toBeNull();
    expect(problems).toMatchObject([{ path: ["extends"], line: 1, column: 13 }]);
  });
});

it.each([
  ["a/b.json", "c.json", "a/c.json"],
  ["a/b.json", "../c.json", "c.json"],
  ["b.json", "../../c.json", "../../c.json"],
  ["/a/b.json", "../../c.json", "/c.json"],
  ["/a/b.json", "/x/./y.json", "/x/y.json"],
  ["C:\\a\\b.json", "..\\c.json", "C:/c.json"],
  ["b.json", "C:\\x\\y.json", "C:/x/y.json"],
])("a path in %s: %s is %s", (file, target, expected) => {
  expect(resolveFrom(file, target)).toBe(expected);
});
