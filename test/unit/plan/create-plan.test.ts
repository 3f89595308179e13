import { describe, expect, test } from "vitest";
import { createPlan } from "../../../shared/plan.ts";
import type { RecipeInput } from "../../../shared/recipe/schema.ts";
import { recipeOf } from "../../support/recipes.ts";

const classes = (count: number) => Array.from({ length: count }, (_, label) => `class ${label}`);
const planOf = (recipe: RecipeInput, trainImages: number, classCount = 1000) =>
  createPlan(recipeOf(recipe), { trainImages, validationImages: 0, classes: classes(classCount) });

describe("the paper's baseline on ImageNet", () => {
  const plan = planOf({ model: { variant: "b" } }, 1_281_167);

  test("steps, images and rate", () => {
    expect(plan).toMatchObject({
      inputSize: 224,
      stepsPerEpoch: 5004,
      totalSteps: 600_480,
      imagesSeen: 600_480 * 256,
      warmupSteps: 0,
      peakLearningRate: 0.1,
      parameters: 25_557_032,
    });
    expect(plan.epochs).toHaveLength(120);
    expect(plan.epochs[119]).toEqual({
      epoch: 119,
      firstStep: 119 * 5004 + 1,
      steps: 5004,
      batchSize: 256,
      lastBatchSize: 256,
    });
  });

  test("memory: three floats a parameter, one a running statistic; every layer's output once for each image", () => {
    const runningStatistics = 2 * 26_560 + 53;
    expect(plan.memory.parametersBytes).toBe(4 * (3 * 25_557_032 + runningStatistics));
    // PyTorch trains this at about 22 GB.
    expect(plan.memory.activationsBytes / 1e9).toBeCloseTo(22.8, 0);
    expect(plan.memory.totalBytes).toBe(plan.memory.parametersBytes + plan.memory.activationsBytes);
  });

  test("it survives JSON, the recipe with every default written out", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(plan.recipe.optimizer).toEqual({
      algorithm: "nag",
      momentum: 0.9,
      weightDecay: 0.0001,
      decayBiasAndNorm: true,
    });
  });
});

test("memory is that of the largest batch", () => {
  const model = { architecture: "resnet20" } as const;
  const fixed = planOf({ model, training: { batchSize: 64, epochs: 2 } }, 64);
  const growing = planOf({ model, training: { batchSize: { initial: 8, epochs: [1], factor: 8 }, epochs: 2 } }, 64);
  expect(growing.memory).toEqual(fixed.memory);
  expect(growing).toMatchObject({ totalSteps: 9, stepsPerEpoch: 8, imagesSeen: 128 });
});

describe("what does not go together is refused with a code", () => {
  const resizeOnly = [{ op: "resizeShorterEdge" as const, size: 40 }];
  test.each<[string, RecipeInput, number, number]>([
    ["no-training-images", {}, 0, 10],
    ["batch-larger-than-data", {}, 255, 10],
    ["too-few-classes", {}, 256, 1],
    ["input-size-undetermined", { augmentation: { train: resizeOnly } }, 256, 10],
  ])("%s", (code, recipe, images, classCount) => {
    expect(() => planOf(recipe, images, classCount)).toThrow(expect.objectContaining({ name: "PlanError", code }));
  });
});
