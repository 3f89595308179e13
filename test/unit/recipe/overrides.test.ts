import { expect, it } from "vitest";
import { brief, loadText } from "../../support/load-text.ts";

const preset = '{"extends": "small:baseline"}';

it("sets numbers, texts, objects and items of lists, the last one wins", () => {
  const { recipe, problems } = loadText(preset, [
    "training.epochs=40",
    "training.epochs=50",
    "data.train=/images/train",
    "name=a=b",
    'loss.labelSmoothing={"epsilon": 0.1}',
    "augmentation.train.0.size=28",
    "augmentation.validation.1.size=28",
    "model.pretrained=null",
  ]);
  expect(problems).toEqual([]);
  expect(recipe).toMatchObject({
    name: "a=b",
    data: { train: "/images/train" },
    loss: { labelSmoothing: { epsilon: 0.1, form: "paper" } },
    training: { epochs: 50, batchSize: 128 },
  });
  expect(recipe?.augmentation.train[0]).toMatchObject({ op: "randomResizedCrop", size: 28, area: [0.25, 1] });
});

it("another kind drops the fields of the former one, and further overrides add to it", () => {
  const decay = (overrides: string[]) => loadText(preset, overrides).recipe?.learningRate.decay;
  expect(decay(["learningRate.decay.kind=cosine"])).toEqual({ kind: "cosine" });
  expect(decay(["learningRate.decay.kind=polynomial", "learningRate.decay.power=2"])).toEqual({
    kind: "polynomial",
    power: 2,
  });
  expect(decay(["learningRate.decay.kind=step"])).toEqual({ kind: "step", epochs: [15, 23], factor: 0.1 });
  const [first] =
    loadText(preset, ["augmentation.train.0.op=resize", "augmentation.train.0.size=32"]).recipe?.augmentation.train ??
    [];
  expect(first).toEqual({ op: "resize", size: 32 });
});

it("creates sections that the recipe does not write", () => {
  expect(loadText("{}", ["training.checkpoint.everySteps=100"]).recipe?.training.checkpoint.everySteps).toBe(100);
});

it.each([
  ["training.epochs=0", "--set:2:17 out-of-range"],
  ["training.epoch=1", "--set:2:1 unknown-field"],
  ["training.epochs", "--set:2:1 bad-override"],
  ["=5", "--set:2:1 bad-override"],
  ["extends=paper:baseline", "--set:2:1 bad-override"],
  ["training..epochs=5", "--set:2:1 bad-override"],
  ["__proto__.polluted=5", "--set:2:1 bad-override"],
  ["augmentation.train.9.size=5", "--set:2:1 bad-override"],
  ["augmentation.train.x.size=5", "--set:2:1 bad-override"],
  ["augmentation.train.-1.size=5", "--set:2:1 bad-override"],
  ["training.seed=1e999", "--set:2:15 number-out-of-range"],
  ['data={"__proto__": 1}', "--set:2:7 forbidden-field"],
])("%s is located in the list of overrides", (override, expected) => {
  const { recipe, problems } = loadText(preset, ["name=x", override]);
  expect(recipe).toBeNull();
  expect(problems.map(brief)).toEqual([expected]);
});

it("says that a list which is only a default has no items", () => {
  expect(loadText("{}", ["augmentation.train.0.size=5"]).problems[0]?.message).toContain("only a default");
});
