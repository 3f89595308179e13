import { describe, expect, it } from "vitest";
import { brief, loadText } from "../../support/load-text.ts";

/** The first problem's message. */
const message = (text: string) => loadText(text).problems[0]?.message;

it("an empty recipe is a recipe: every field has a default", () => {
  const { recipe, problems } = loadText("{}");
  expect(problems).toEqual([]);
  expect(recipe).toMatchObject({ name: "untitled", training: { epochs: 120, batchSize: 256 } });
});

describe("messages say what was expected and what came", () => {
  it.each([
    ['{"training": {"epochs": 0}}', "training.epochs: expected a whole number from 1 to 100000, received 0"],
    ['{"training": {"epochs": "5"}}', 'training.epochs: expected a whole number from 1 to 100000, received "5"'],
    ['{"training": {"seed": 1.5}}', "training.seed: expected a whole number from 0 to 4294967295, received 1.5"],
    ['{"training": 5}', "training: expected an object, received 5"],
    ['{"name": []}', "name: expected a text of 1 to 200 characters, received a list of 0 items"],
    [
      '{"learningRate": {"decay": {"kind": "step", "epochs": 5}}}',
      "learningRate.decay.epochs: expected a list of at most 1000 items, received 5",
    ],
    [
      '{"data": {"background": [0, 0]}}',
      "data.background: expected a list of 3, each a number from 0 to 255, received a list of 2 items",
    ],
    ['{"optimizer": {"momentum": 1}}', "optimizer.momentum: expected a number of at least 0 and below 1, received 1"],
    ['{"model": {"zeroGamma": "yes"}}', 'model.zeroGamma: expected true or false, received "yes"'],
    ['{"model": {"architecture": "resnet-50"}}', 'did you mean "resnet50"?'],
    [
      '{"training": {"precision": "float23"}}',
      'training.precision: expected "float32", received "float23"; did you mean "float32"?',
    ],
  ])("%s", (text, expected) => {
    expect(message(text)).toContain(expected);
  });
});

describe("unions report the branch that was meant", () => {
  it.each([
    ['{"training": {"batchSize": 0}}', "training.batchSize: expected a whole number from 1 to 1048576, received 0"],
    [
      '{"training": {"batchSize": "256"}}',
      'training.batchSize: expected a whole number from 1 to 1048576 or an object with "initial", "epochs", "factor", received "256"',
    ],
    [
      '{"training": {"batchSize": {"initial": 1, "epochs": [1], "factor": 1}}}',
      "training.batchSize.factor: expected a whole number from 2 to 64, received 1",
    ],
    [
      '{"training": {"batchSize": {"initial": 1}}}',
      "training.batchSize.epochs: expected a list of 1 to 1000 items, received nothing",
    ],
    [
      '{"training": {"devices": "some"}}',
      'training.devices: expected "all" or a whole number from 1 to 1024, received "some"',
    ],
    ['{"loss": {"labelSmoothing": 2}}', "loss.labelSmoothing: expected a number of at least 0 and below 1, received 2"],
    [
      '{"learningRate": {"linearScaling": true}}',
      'learningRate.linearScaling: expected false or an object with "referenceBatchSize", received true',
    ],
    [
      '{"augmentation": {"mixup": {"alpha": 0}}}',
      "augmentation.mixup.alpha: expected a number above 0 and at most 10, received 0",
    ],
    ['{"data": {"train": 5}}', "data.train: expected a text or null, received 5"],
    [
      '{"learningRate": {"decay": {"kind": "cosin"}}}',
      'learningRate.decay.kind: expected one of "constant", "step", "cosine", "polynomial", received "cosin"; did you mean "cosine"?',
    ],
    [
      '{"learningRate": {"decay": {}}}',
      'learningRate.decay.kind: expected one of "constant", "step", "cosine", "polynomial", received nothing',
    ],
    ['{"learningRate": {"decay": 1}}', 'learningRate.decay: expected an object with "kind", received 1'],
    [
      '{"augmentation": {"train": [{"op": "randomResizedCropp"}]}}',
      'received "randomResizedCropp"; did you mean "randomResizedCrop"?',
    ],
    [
      '{"augmentation": {"train": [{"op": "randomResizedCrop", "area": [0.5, 0.2]}]}}',
      "augmentation.train.0.area: the first number of a range must not be above the second; received [0.5,0.2]",
    ],
    [
      '{"augmentation": {"validation": [{"op": "horizontalFlip"}]}}',
      "draws random numbers, and the validation must give the same figures each time",
    ],
  ])("%s", (text, expected) => {
    expect(message(text)).toContain(expected);
  });
});

describe("unknown fields", () => {
  it.each([
    ['{"training": {"epoch": 5}}', 'unknown field "epoch" in "training"; did you mean "epochs"?'],
    ['{"training": {"batch_size": 5}}', 'did you mean "batchSize"?'],
    ['{"optimiser": {}}', 'unknown field "optimiser" in the recipe; did you mean "optimizer"?'],
    ['{"momentum": 0.9}', '"momentum" belongs to "optimizer.momentum"'],
    [
      '{"learningRate": {"decay": {"kind": "cosine", "factor": 1}}}',
      'unknown field "factor" in "learningRate.decay"; expected "kind"',
    ],
    [
      '{"augmentation": {"train": [{"op": "cutout", "siz": 1}]}}',
      'unknown field "siz" in "augmentation.train.0"; did you mean "size"?',
    ],
    ['{"training": {"toString": 1}}', 'unknown field "toString" in "training"'],
  ])("%s", (text, expected) => {
    expect(message(text)).toContain(expected);
    expect(loadText(text).problems).toHaveLength(1);
  });

  it("that stand in the wrong section can be moved", () => {
    expect(loadText('{"momentum": 0.8}').problems[0]?.fix).toEqual({
      title: 'Move to "optimizer.momentum"',
      file: "dir/my.recipe.json",
      edits: [{ path: ["momentum"] }, { path: ["optimizer", "momentum"], value: 0.8 }],
    });
  });

  it("by the thousand are cut short, and a long name too", () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`a${i}`, 1]));
    expect(loadText(JSON.stringify(many)).problems).toHaveLength(100);
    expect(message(JSON.stringify({ ["x".repeat(100_000)]: 1 }))?.length).toBeLessThan(400);
  });

  it("are located at their name", () => {
    expect(loadText('{"training": {\n  "epoch": 5}}').problems.map(brief)).toEqual([
      "my.recipe.json:2:3 unknown-field",
    ]);
  });
});

it("reports everything at once, each at its place", () => {
  const text = `{
  "trainig": {},
  "training": {"epochs": 0, "batchSize": "x"},
  "learningRate": {"decay": {"kind": "stepp"}},
  "augmentation": {"train": [{"op": "cutout"}, {}]},
  "model": {"__proto__": 1, "variant": "e", "variant": "b"}
}`;
  expect(loadText(text).problems.map(brief)).toEqual([
    "my.recipe.json:2:3 unknown-field",
    "my.recipe.json:3:26 out-of-range",
    "my.recipe.json:3:42 wrong-value",
    "my.recipe.json:4:38 wrong-value",
    "my.recipe.json:5:48 missing-field",
    "my.recipe.json:6:13 forbidden-field",
    "my.recipe.json:6:40 wrong-value",
    "my.recipe.json:6:45 duplicate-field",
  ]);
});

it("gives the end of a place too, for an underline", () => {
  expect(loadText('{"training": {"epochs": 1234567}}').problems[0]).toMatchObject({
    line: 1,
    column: 25,
    endLine: 1,
    endColumn: 32,
  });
});

it("tells which file sets a field", () => {
  const { setBy } = loadText('{"extends": "base.json", "name": "x"}', ["training.seed=1"], {
    "dir/base.json": '{"extends": "small:baseline", "data": {"train": "t"}}',
  });
  expect(setBy(["name"])).toBe("dir/my.recipe.json");
  expect(setBy(["data", "train"])).toBe("dir/base.json");
  expect(setBy(["training", "epochs"])).toBe("small:baseline");
  expect(setBy(["training", "seed"])).toBe("--set");
  expect(setBy(["data", "validation"])).toBeNull();
});
