import type { EpochRow, StepRow } from "../plan.ts";
import type { Recipe } from "../recipe/schema.ts";
import { epochOfStep, epochRows, initialBatchSize, stepsInEpochs } from "./epochs.ts";
import { type Decay, decayFactor } from "./index.ts";

/**
 * The learning rate and batch size of every step. Steps are 1-based: step i is batch i of the training. With m warm-up
 * steps, T steps after them and the peak rate η:
 *
 * - steps 1…m run at η·i/m, so that step m runs at η exactly (§3.1 of the paper);
 * - steps m+1… run at η times the decay's factor. The cosine's and the polynomial's t counts from 0 at step m+1, which
 *   therefore runs at η as well, and the last step still has a rate above 0 (§5.1 of the paper);
 * - a step decay counts epochs from the start of the training, warm-up included.
 *
 * Why so, and what other systems do: docs/decisions/0001-learning-rate-steps.md.
 */
export interface Schedule {
  epochs: EpochRow[];
  totalSteps: number;
  /** m. It exceeds `totalSteps` where warm-up is longer than the training; the rate then rises to the end. */
  warmupSteps: number;
  /** η after linear scaling. */
  peakLearningRate: number;
  recipe: { learningRate: { decay: Decay } };
}

/** η: the initial rate, times batch size / reference batch size unless linear scaling is off (§3.1 of the paper). */
export function peakLearningRate({ learningRate, training }: Pick<Recipe, "learningRate" | "training">): number {
  const { initial, linearScaling } = learningRate;
  return linearScaling ? initial * (initialBatchSize(training) / linearScaling.referenceBatchSize) : initial;
}

/** @throws PlanError where `trainImages` images do not make a batch. */
export function createSchedule(recipe: Pick<Recipe, "learningRate" | "training">, trainImages: number): Schedule {
  const epochs = epochRows(recipe.training, trainImages);
  const last = epochs.at(-1)!;
  return {
    epochs,
    totalSteps: last.firstStep + last.steps - 1,
    warmupSteps: stepsInEpochs(epochs, recipe.learningRate.warmup.epochs),
    peakLearningRate: peakLearningRate(recipe),
    recipe,
  };
}

function rowIn(schedule: Schedule, row: EpochRow, step: number): StepRow {
  const { warmupSteps, peakLearningRate: peak, totalSteps, recipe } = schedule;
  const stepInEpoch = step - row.firstStep;
  const factor =
    step <= warmupSteps
      ? step / warmupSteps
      : decayFactor(recipe.learningRate.decay, {
          stepAfterWarmup: step - warmupSteps - 1,
          stepsAfterWarmup: totalSteps - warmupSteps,
          epochsCompleted: row.epoch + stepInEpoch / row.steps,
        });
  return {
    step,
    epoch: row.epoch,
    batchSize: stepInEpoch === row.steps - 1 ? row.lastBatchSize : row.batchSize,
    learningRate: peak * factor,
  };
}

/** The row of one step, 1 to `totalSteps`. Takes time logarithmic in the number of epochs. */
export function stepRow(schedule: Schedule, step: number): StepRow {
  if (!Number.isInteger(step) || step < 1 || step > schedule.totalSteps) {
    throw new RangeError(`expected a step from 1 to ${schedule.totalSteps}, got ${step}`);
  }
  return rowIn(schedule, epochOfStep(schedule.epochs, step), step);
}

/** The rows of the whole training in order. They may be millions: iterate, do not collect. */
export function* scheduleRows(schedule: Schedule): Generator<StepRow> {
  for (const row of schedule.epochs) {
    for (let step = row.firstStep; step < row.firstStep + row.steps; step++) yield rowIn(schedule, row, step);
  }
}
