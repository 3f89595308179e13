import { describe, expect, test } from "vitest";
import type { RecipeInput } from "../../../shared/recipe/schema.ts";
import { createSchedule, scheduleRows, stepRow } from "../../../shared/schedules/learning-rate.ts";
import { recipeOf } from "../../support/recipes.ts";

const imagenet = 1_281_167;
const baseline: RecipeInput = {};
/** ⌊1,281,167 / 1024⌋ = 1251 steps an epoch; five epochs of warm-up are 6255 steps. */
const efficient: RecipeInput = { training: { batchSize: 1024 }, learningRate: { warmup: { epochs: 5 } } };
const cosine: RecipeInput = { ...efficient, learningRate: { warmup: { epochs: 5 }, decay: { kind: "cosine" } } };
/** Ten steps an epoch for 1,000 images, four epochs. */
const short = (learningRate: NonNullable<RecipeInput["learningRate"]>): RecipeInput => ({
  training: { epochs: 4, batchSize: 100 },
  learningRate: { initial: 1, linearScaling: false, ...learningRate },
});

describe("hand-worked rates", () => {
  // What, recipe, images, step (1-based), epoch (0-based), rate.
  test.each<[string, RecipeInput, number, number, number, number]>([
    ["batch 256 starts at 0.1", baseline, imagenet, 1, 0, 0.1],
    ["last step before the first decay", baseline, imagenet, 30 * 5004, 29, 0.1],
    ["first step after it", baseline, imagenet, 30 * 5004 + 1, 30, 0.01],
    ["last step before the second", baseline, imagenet, 60 * 5004, 59, 0.01],
    ["first step after it", baseline, imagenet, 60 * 5004 + 1, 60, 0.001],
    ["last step before the third", baseline, imagenet, 90 * 5004, 89, 0.001],
    ["first step after it", baseline, imagenet, 90 * 5004 + 1, 90, 0.0001],
    ["last step of all", baseline, imagenet, 120 * 5004, 119, 0.0001],

    ["batch 1024, warm-up batch 1", efficient, imagenet, 1, 0, 0.4 / 6255],
    ["warm-up batch 2", efficient, imagenet, 2, 0, 0.8 / 6255],
    ["warm-up batch m", efficient, imagenet, 6255, 4, 0.4],
    ["batch m + 1", efficient, imagenet, 6256, 5, 0.4],
    ["decay counts epochs from the start, warm-up included", efficient, imagenet, 30 * 1251, 29, 0.4],
    ["and drops after them", efficient, imagenet, 30 * 1251 + 1, 30, 0.04],

    ["cosine, batch m", cosine, imagenet, 6255, 4, 0.4],
    ["cosine, batch m + 1, t = 0", cosine, imagenet, 6256, 5, 0.4],
    [
      "cosine, half-way: t = 10 of T = 20",
      short({ warmup: { epochs: 2 }, decay: { kind: "cosine" } }),
      1000,
      31,
      3,
      0.5,
    ],
    [
      "cosine, last step, t = T − 1",
      cosine,
      imagenet,
      150_120,
      119,
      0.2 * (1 + Math.cos((Math.PI * 143_864) / 143_865)),
    ],

    ["no scaling", { learningRate: { linearScaling: false }, training: { batchSize: 1024 } }, imagenet, 1, 0, 0.1],
    ["scaling down", { training: { batchSize: 64 } }, imagenet, 1, 0, 0.025],
    ["a quarter epoch of ten steps is 2.5, so three", short({ warmup: { epochs: 0.25 } }), 1000, 2, 0, 2 / 3],
    ["and the third runs at η", short({ warmup: { epochs: 0.25 } }), 1000, 3, 0, 1],
    ["warm-up of less than half a step is none", short({ warmup: { epochs: 0.04 } }), 1000, 1, 0, 1],
    ["warm-up longer than the training goes on rising", short({ warmup: { epochs: 8 } }), 1000, 40, 3, 0.5],
    ["warm-up as long as the training ends at η", short({ warmup: { epochs: 4 } }), 1000, 40, 3, 1],
    [
      "a decay within the warm-up waits for its end",
      short({ warmup: { epochs: 2 }, decay: { kind: "step", epochs: [1] } }),
      1000,
      20,
      1,
      1,
    ],
    ["and is there after it", short({ warmup: { epochs: 2 }, decay: { kind: "step", epochs: [1] } }), 1000, 21, 2, 0.1],
    ["decay after 1.5 epochs: step 15", short({ decay: { kind: "step", epochs: [1.5] } }), 1000, 15, 1, 1],
    ["decay after 1.5 epochs: step 16", short({ decay: { kind: "step", epochs: [1.5] } }), 1000, 16, 1, 0.1],
    ["constant", short({ decay: { kind: "constant" } }), 1000, 40, 3, 1],
    ["linear, first", short({ decay: { kind: "polynomial" } }), 1000, 1, 0, 1],
    ["linear, half-way", short({ decay: { kind: "polynomial" } }), 1000, 21, 2, 0.5],
    ["linear, last", short({ decay: { kind: "polynomial" } }), 1000, 40, 3, 1 / 40],
    ["quadratic, half-way", short({ decay: { kind: "polynomial", power: 2 } }), 1000, 21, 2, 0.25],
  ])("%s", (_, recipe, images, step, epoch, learningRate) => {
    const row = stepRow(createSchedule(recipeOf(recipe), images), step);
    expect(row.epoch).toBe(epoch);
    expect(row.learningRate / learningRate).toBeCloseTo(1, 12);
  });

  test("batch m runs at exactly η, with no rounding", () => {
    for (const epochs of [1, 2, 3, 7]) {
      const schedule = createSchedule(
        recipeOf({ training: { batchSize: 192 }, learningRate: { warmup: { epochs } } }),
        imagenet,
      );
      expect(stepRow(schedule, schedule.warmupSteps).learningRate).toBe(schedule.peakLearningRate);
      expect(schedule.peakLearningRate).toBe(0.1 * 0.75);
    }
  });
});

describe("batches", () => {
  const sizes = (recipe: RecipeInput, images: number) =>
    [...scheduleRows(createSchedule(recipeOf(recipe), images))].map((row) => [row.epoch, row.batchSize]);

  test("the images that do not fill a batch are dropped, or make a smaller one", () => {
    expect(sizes({ training: { epochs: 2, batchSize: 4 } }, 10)).toEqual([
      [0, 4],
      [0, 4],
      [1, 4],
      [1, 4],
    ]);
    expect(sizes({ training: { epochs: 2, batchSize: 4, lastBatch: "keep" } }, 10)).toEqual([
      [0, 4],
      [0, 4],
      [0, 2],
      [1, 4],
      [1, 4],
      [1, 2],
    ]);
    expect(sizes({ training: { epochs: 1, batchSize: 5, lastBatch: "keep" } }, 10)).toEqual([
      [0, 5],
      [0, 5],
    ]);
    expect(sizes({ training: { epochs: 1, batchSize: 16, lastBatch: "keep" } }, 10)).toEqual([[0, 10]]);
  });

  test("a batch that grows changes the epochs' lengths, not the peak rate; warm-up counts real steps", () => {
    const recipe = recipeOf({
      training: { epochs: 3, batchSize: { initial: 2, epochs: [1, 2], factor: 2 } },
      learningRate: {
        initial: 1,
        linearScaling: { referenceBatchSize: 2 },
        warmup: { epochs: 1.5 },
        decay: { kind: "constant" },
      },
    });
    const schedule = createSchedule(recipe, 16);
    expect(schedule.epochs.map(({ firstStep, steps, batchSize }) => [firstStep, steps, batchSize])).toEqual([
      [1, 8, 2],
      [9, 4, 4],
      [13, 2, 8],
    ]);
    expect(schedule.peakLearningRate).toBe(1);
    // The first epoch's 8 steps and half of the second's 4.
    expect(schedule.warmupSteps).toBe(10);
    expect(stepRow(schedule, 9).learningRate).toBe(0.9);
  });

  test("what cannot make a batch is refused with its code", () => {
    const refused = (recipe: RecipeInput, images: number) => () => createSchedule(recipeOf(recipe), images);
    expect(refused({}, 0)).toThrow(expect.objectContaining({ code: "no-training-images" }));
    expect(refused({}, 255)).toThrow(expect.objectContaining({ code: "batch-larger-than-data" }));
    const growing = { initial: 64, epochs: [2], factor: 8 };
    expect(refused({ training: { batchSize: growing } }, 255)).toThrow(/512 from epoch 2 on/);
  });

  test("steps outside of the training are refused", () => {
    const schedule = createSchedule(recipeOf({ training: { epochs: 1 } }), 256);
    for (const step of [0, 2, 0.5, Number.NaN]) expect(() => stepRow(schedule, step)).toThrow(RangeError);
  });
});
