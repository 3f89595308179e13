import { describe, expect, it } from "vitest";
import { presets } from "../../../shared/recipe/presets/index.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";
import { loadText } from "../../support/load-text.ts";

const recipeOf = (preset: string) => loadText(JSON.stringify({ extends: preset })).recipe!;

describe.each(Object.keys(presets))("%s", (name) => {
  it("has no problem, not even a warning", () => {
    expect(loadText(JSON.stringify({ extends: name })).problems).toEqual([]);
  });
});

it("paper:baseline is what the defaults are", () => {
  expect(recipeOf("paper:baseline")).toEqual(recipeSchema.parse({}));
});

it("paper:baseline is the paper's §2.1", () => {
  expect(recipeOf("paper:baseline")).toMatchObject({
    model: { architecture: "resnet50", variant: "original", init: { distribution: "xavierUniform", fan: "channels" } },
    augmentation: {
      train: [
        { op: "randomResizedCrop", size: 224, area: [0.08, 1], aspectRatio: [3 / 4, 4 / 3] },
        { op: "horizontalFlip", probability: 0.5 },
        { op: "colorScale", hue: [0.6, 1.4], saturation: [0.6, 1.4], brightness: [0.6, 1.4] },
        { op: "pcaNoise", standardDeviation: 0.1 },
        { op: "normalize", mean: [123.68, 116.779, 103.939], standardDeviation: [58.393, 57.12, 57.375] },
      ],
      validation: [{ op: "resizeShorterEdge", size: 256 }, { op: "centerCrop", size: 224 }, { op: "normalize" }],
    },
    optimizer: { algorithm: "nag", momentum: 0.9, weightDecay: 1e-4, decayBiasAndNorm: true },
    learningRate: { initial: 0.1, warmup: { epochs: 0 }, decay: { kind: "step", epochs: [30, 60, 90], factor: 0.1 } },
    training: { epochs: 120, batchSize: 256 },
  });
});

it("paper:efficient adds §3 to it and nothing else", () => {
  const baseline = recipeOf("paper:baseline");
  expect(recipeOf("paper:efficient")).toEqual({
    ...baseline,
    model: { ...baseline.model, zeroGamma: true },
    optimizer: { ...baseline.optimizer, decayBiasAndNorm: false },
    learningRate: { ...baseline.learningRate, warmup: { epochs: 5 } },
    training: { ...baseline.training, batchSize: 1024 },
  });
});

it("small:efficient has four times the batch of small:baseline, and its remedies", () => {
  expect(recipeOf("small:baseline").training.batchSize).toBe(128);
  expect(recipeOf("small:efficient")).toMatchObject({
    model: { architecture: "resnet20", zeroGamma: true },
    optimizer: { decayBiasAndNorm: false },
    learningRate: { linearScaling: { referenceBatchSize: 128 }, warmup: { epochs: 3 }, decay: { kind: "cosine" } },
    training: { batchSize: 512, epochs: 30 },
  });
});
