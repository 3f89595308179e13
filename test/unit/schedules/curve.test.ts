import fc from "fast-check";
import { expect, it } from "vitest";
import { recipeSchema } from "../../../shared/recipe/schema.ts";
import { scheduleCurve } from "../../../shared/schedules/curve.ts";
import { createSchedule, stepRow } from "../../../shared/schedules/learning-rate.ts";

const scheduleOf = (recipe: object, images: number) => createSchedule(recipeSchema.parse(recipe), images);

it("a short training has a point for each step", () => {
  const schedule = scheduleOf({ training: { epochs: 3, batchSize: 8 } }, 40);
  const { steps, epochs, learningRates } = scheduleCurve(schedule);
  expect(steps).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  expect(epochs.at(-1)).toBe(3);
  expect(learningRates).toEqual(steps.map((step) => stepRow(schedule, step).learningRate));
});

it("a long one has both sides of every jump, and few points", () => {
  const recipe = {
    training: { epochs: 120, batchSize: { initial: 256, epochs: [40], factor: 2 } },
    learningRate: { warmup: { epochs: 5 }, decay: { kind: "step", epochs: [30, 60.5, 90], factor: 0.1 } },
  };
  const schedule = scheduleOf(recipe, 1_281_167);
  const curve = scheduleCurve(schedule);
  expect(curve.steps.length).toBeLessThanOrEqual(4000);
  const jumps = curve.steps.filter((_, i) => i > 0 && curve.learningRates[i]! < 0.5 * curve.learningRates[i - 1]!);
  const exact = [30, 60.5, 90].map((epoch) => firstStepAfter(epoch));
  expect(jumps).toEqual(exact);
  for (const step of jumps) expect(curve.steps).toContain(step - 1);
  expect(curve.steps).toContain(schedule.warmupSteps);
  expect(new Set(curve.batchSizes)).toEqual(new Set([256, 512]));

  /** The first step at which so many epochs are complete, by looking at every step. */
  function firstStepAfter(epoch: number): number {
    const rate = (step: number) => stepRow(schedule, step).learningRate;
    const from = schedule.epochs[Math.floor(epoch)]!.firstStep - 2;
    let step = from;
    while (rate(step) > 0.5 * rate(from)) step++;
    return step;
  }
});

it("never has more points than asked for, and always both ends", () => {
  const schedules = fc.record({
    epochs: fc.integer({ min: 1, max: 5000 }),
    images: fc.integer({ min: 8, max: 100_000 }),
    decays: fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 1000 }),
    warmup: fc.integer({ min: 0, max: 6000 }),
  });
  fc.assert(
    fc.property(schedules, ({ epochs, images, decays, warmup }) => {
      const decay = { kind: "step", epochs: decays };
      const schedule = scheduleOf(
        { training: { epochs, batchSize: 8 }, learningRate: { warmup: { epochs: warmup }, decay } },
        images,
      );
      const { steps } = scheduleCurve(schedule);
      expect(steps.length).toBeLessThanOrEqual(4000);
      expect([steps[0], steps.at(-1)]).toEqual([1, schedule.totalSteps]);
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});
