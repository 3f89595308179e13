import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlan } from "../../../shared/plan.ts";
import type { RecipeInput } from "../../../shared/recipe/schema.ts";
import { createSchedule, scheduleRows, stepRow } from "../../../shared/schedules/learning-rate.ts";
import { recipeOf } from "../../support/recipes.ts";

const epochs = fc.integer({ min: 1, max: 12 });
const warmup = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 20, noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
);
const decay: fc.Arbitrary<NonNullable<NonNullable<RecipeInput["learningRate"]>["decay"]>> = fc.oneof(
  fc.constant({ kind: "constant" as const }),
  fc.constant({ kind: "cosine" as const }),
  fc
    .double({ min: 0.01, max: 10, noNaN: true, noDefaultInfinity: true })
    .map((power) => ({ kind: "polynomial" as const, power })),
  fc
    .record({
      epochs: fc.array(fc.double({ min: 0.01, max: 15, noNaN: true, noDefaultInfinity: true }), { maxLength: 4 }),
      factor: fc.double({ min: 1e-6, max: 1, noNaN: true, noDefaultInfinity: true }),
    })
    .map((options) => ({ kind: "step" as const, ...options })),
);
const batchSize = fc.oneof(
  fc.integer({ min: 1, max: 400 }),
  fc.record({
    initial: fc.integer({ min: 1, max: 40 }),
    epochs: fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 3 }),
    factor: fc.integer({ min: 2, max: 64 }),
  }),
);

/** Recipes and image counts that make at least one batch in every epoch. */
const cases = fc
  .record({
    epochs,
    batchSize,
    lastBatch: fc.constantFrom("drop" as const, "keep" as const),
    warmup,
    decay,
    images: fc.integer({ min: 1, max: 500 }),
  })
  .map(({ warmup, decay, images, ...training }) => ({
    recipe: recipeOf({
      training,
      learningRate: { warmup: { epochs: warmup }, decay },
      model: { architecture: "resnet20" },
    }),
    images,
  }))
  .filter(({ recipe, images }) => {
    const { batchSize, lastBatch, epochs } = recipe.training;
    if (lastBatch === "keep") return true;
    if (typeof batchSize === "number") return batchSize <= images;
    const growths = batchSize.epochs.filter((epoch) => epoch < epochs).length;
    return batchSize.initial * batchSize.factor ** growths <= images;
  });

test("rates are numbers from 0 to the peak", () => {
  fc.assert(
    fc.property(cases, ({ recipe, images }) => {
      const schedule = createSchedule(recipe, images);
      for (const { learningRate } of scheduleRows(schedule)) {
        // Negated, so that NaN fails.
        if (!(learningRate >= 0 && learningRate <= schedule.peakLearningRate)) return false;
      }
      return true;
    }),
  );
});

test("steps and epochs count up without a gap, and the batches sum to the images seen", () => {
  fc.assert(
    fc.property(cases, ({ recipe, images }) => {
      const plan = createPlan(recipe, { trainImages: images, validationImages: 0, classes: ["a", "b"] });
      const rows = [...scheduleRows(plan)];
      expect(rows.map((row) => row.step)).toEqual(rows.map((_, index) => index + 1));
      expect(rows).toHaveLength(plan.totalSteps);
      const perEpoch = new Array<number>(recipe.training.epochs).fill(0);
      for (const row of rows) perEpoch[row.epoch]! += row.batchSize;
      for (const [epoch, seen] of perEpoch.entries()) {
        if (recipe.training.lastBatch === "keep") expect(seen).toBe(images);
        else expect(images - seen).toBeLessThan(plan.epochs[epoch]!.batchSize);
      }
      expect(perEpoch.reduce((sum, seen) => sum + seen, 0)).toBe(plan.imagesSeen);
    }),
    { numRuns: 60 },
  );
});

test("one step looked up is the same as that step on the way through", () => {
  fc.assert(
    fc.property(cases, ({ recipe, images }) => {
      const schedule = createSchedule(recipe, images);
      for (const row of scheduleRows(schedule)) expect(stepRow(schedule, row.step)).toEqual(row);
    }),
    { numRuns: 40 },
  );
});

test("the rate is continuous where warm-up meets cosine", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 60 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      (epochs, warmup, images) => {
        fc.pre(warmup < epochs - 1);
        const schedule = createSchedule(
          recipeOf({
            training: { epochs, batchSize: 1 },
            learningRate: { warmup: { epochs: warmup }, decay: { kind: "cosine" } },
          }),
          images,
        );
        const { warmupSteps: m, peakLearningRate: peak, totalSteps } = schedule;
        const rate = (step: number) => stepRow(schedule, step).learningRate;
        expect(rate(m)).toBe(peak);
        expect(rate(m + 1)).toBe(peak);
        // ½(1 − cos x) ≤ x²/4.
        expect(peak - rate(m + 2)).toBeLessThanOrEqual(peak * (Math.PI / (totalSteps - m)) ** 2 * 0.2501);
      },
    ),
  );
});
