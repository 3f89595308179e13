import { describe, expect, test } from "vitest";
import { checkpointDue, positionAfter, validationDue } from "../../../runner/training/due.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";

/** Three epochs of 10, 10 and 5 steps. */
const epochs = [
  { epoch: 0, firstStep: 1, steps: 10, batchSize: 4, lastBatchSize: 4 },
  { epoch: 1, firstStep: 11, steps: 10, batchSize: 4, lastBatchSize: 4 },
  { epoch: 2, firstStep: 21, steps: 5, batchSize: 8, lastBatchSize: 8 },
];
const planWith = (checkpoint: object, everyEpochs = 1) => ({
  epochs,
  totalSteps: 25,
  recipe: recipeSchema.parse({ training: { checkpoint }, evaluation: { everyEpochs } }),
});
const steps = Array.from({ length: 25 }, (_, index) => index + 1);

test("a position knows its epoch and whether it ends there", () => {
  const after = (step: number) => {
    const { row, batchInEpoch, endsEpoch } = positionAfter({ epochs }, step);
    return [row.epoch, batchInEpoch, endsEpoch];
  };
  expect(after(0)).toEqual([0, 0, false]);
  expect(after(1)).toEqual([0, 1, false]);
  expect(after(10)).toEqual([0, 10, true]);
  expect(after(11)).toEqual([1, 1, false]);
  expect(after(25)).toEqual([2, 5, true]);
});

test.each([
  [1, [10, 20, 25]],
  [2, [20, 25]],
  [5, [25]],
])("validation every %d epochs comes after steps %j", (everyEpochs, expected) => {
  const plan = planWith({}, everyEpochs);
  expect(steps.filter((step) => validationDue(plan, positionAfter(plan, step)))).toEqual(expected);
});

describe("checkpoints", () => {
  test.each([
    ["every epoch", {}, [10, 20, 25]],
    ["every second epoch, and at the end", { everyEpochs: 2 }, [20, 25]],
    ["every half epoch", { everyEpochs: 0.5 }, [5, 10, 15, 20, 23, 25]],
    ["every tenth of an epoch, in spite of rounding", { everyEpochs: 0.1 }, steps],
    ["never but at the end", { everyEpochs: null }, [25]],
    ["every 7 steps", { everyEpochs: null, everySteps: 7 }, [7, 14, 21, 25]],
    ["by epochs and by steps", { everySteps: 8 }, [8, 10, 16, 20, 24, 25]],
  ])("%s", (_, checkpoint, expected) => {
    const plan = planWith(checkpoint);
    expect(steps.filter((step) => checkpointDue(plan, step, 0))).toEqual(expected);
  });

  test("by the clock", () => {
    const plan = planWith({ everyEpochs: null, everyMinutes: 10 });
    expect(checkpointDue(plan, 3, 9.9)).toBe(false);
    expect(checkpointDue(plan, 3, 10)).toBe(true);
  });
});
