import { describe, expect, test } from "vitest";
import { drawMixture } from "../../../runner/training/mixup.ts";
import { prepareBatch } from "../../../runner/training/prepare-batch.ts";
import { differences } from "../../../runner/training/prepare-run.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";

const planWith = (input: object) => ({
  recipe: recipeSchema.parse(input),
  inputSize: 1,
  data: { trainImages: 4, validationImages: 1, classes: ["a", "b", "c"] },
});
const loaded = { images: Float32Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4), labels: Int32Array.of(0, 1, 2, 1) };
const at = { epoch: 2, batchInEpoch: 5 };

describe("a batch made ready", () => {
  test("has the images as they are and smoothed targets", () => {
    const batch = prepareBatch(loaded, planWith({ loss: { labelSmoothing: 0.1 } }), at);
    expect(batch.images).toBe(loaded.images);
    expect(batch.labels).toBe(loaded.labels);
    expect([...batch.targets.subarray(0, 3)]).toEqual([0.9, 0.05, 0.05].map((value) => expect.closeTo(value, 6)));
  });

  test("mixes images and targets alike under mixup, and the greater part gives the label", () => {
    const plan = planWith({ augmentation: { mixup: { alpha: 0.5 } }, training: { seed: 9 } });
    const { weight, partners } = drawMixture(0.5, 4, { seed: 9, ...at });
    const batch = prepareBatch(loaded, plan, at);
    for (let image = 0; image < 4; image++) {
      const partner = partners[image]!;
      expect(batch.images[image * 3]).toBeCloseTo(weight * (image + 1) + (1 - weight) * (partner + 1), 5);
      const target = [0, 0, 0];
      target[loaded.labels[image]!]! += weight;
      target[loaded.labels[partner]!]! += 1 - weight;
      expect([...batch.targets.subarray(image * 3, image * 3 + 3)]).toEqual(
        target.map((value) => expect.closeTo(value, 5)),
      );
      expect(batch.labels[image]).toBe(loaded.labels[weight >= 0.5 ? image : partner]);
    }
    expect(loaded.images[0]).toBe(1); // the loader's memory is left alone
  });
});

describe("mixup", () => {
  test("is a function of seed, epoch and batch", () => {
    const draw = (key: object) => drawMixture(0.2, 8, { seed: 1, epoch: 0, batchInEpoch: 0, ...key });
    expect(draw({})).toEqual(draw({}));
    for (const other of [{ seed: 2 }, { epoch: 1 }, { batchInEpoch: 1 }]) expect(draw(other)).not.toEqual(draw({}));
    expect([...draw({}).partners].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  // Beta(α, α) has mean 1/2 and variance 1/(4(2α + 1)); of 20,000 draws the mean deviates by less than 5·√(v/n).
  test.each([0.2, 1, 4])("λ has the moments of Beta(%d, %d)", (alpha) => {
    const count = 20_000;
    const weights = Array.from(
      { length: count },
      (_, batchInEpoch) => drawMixture(alpha, 1, { seed: 7, epoch: 0, batchInEpoch }).weight,
    );
    const mean = weights.reduce((sum, value) => sum + value, 0) / count;
    const variance = weights.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const expected = 1 / (4 * (2 * alpha + 1));
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(expected / count));
    expect(variance / expected).toBeCloseTo(1, 1);
    expect(weights.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});

test("two recipes differ by path; what only points elsewhere does not count", () => {
  const run = { extends: "small:baseline", training: { epochs: 5, batchSize: 8 }, decay: [1, 2] };
  const here = { $schema: "x", training: { epochs: 6, batchSize: 8 }, decay: [1, 3] };
  expect(differences(run, here)).toEqual([
    "training.epochs is 5 in the run and 6 here",
    "decay is [1,2] in the run and [1,3] here",
  ]);
  expect(differences(run, { ...run, extends: "other" })).toEqual([]);
});
