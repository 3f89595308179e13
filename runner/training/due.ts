import type { EpochRow, Plan } from "../../shared/plan.ts";
import { epochOfStep } from "../../shared/schedules/epochs.ts";

/** What is due after a step: pure functions of the plan and the step, so that a resumed run decides the same. */

export interface StepPosition {
  row: EpochRow;
  /** Batches of the epoch that are done after the step. */
  batchInEpoch: number;
  endsEpoch: boolean;
}

/** Where the training stands after `step` (1-based). Step 0 is the start of the first epoch. */
export function positionAfter(plan: Pick<Plan, "epochs">, step: number): StepPosition {
  const row = epochOfStep(plan.epochs, step);
  const batchInEpoch = step - row.firstStep + 1;
  return { row, batchInEpoch, endsEpoch: batchInEpoch === row.steps };
}

/** Validation comes after the last batch of every n-th epoch, and of the last. */
export function validationDue({ recipe, epochs }: Pick<Plan, "recipe" | "epochs">, position: StepPosition): boolean {
  const done = position.row.epoch + 1;
  return position.endsEpoch && (done % recipe.evaluation.everyEpochs === 0 || done === epochs.length);
}

/** Rounding must not move a checkpoint that falls on a step: 3 × 0.1 epochs are 0.3 epochs. */
const tolerance = 1e-9;

/**
 * Whether a checkpoint is due after `step`, by epochs (fractions count), steps, or minutes since the last one. The last
 * step always has one.
 */
export function checkpointDue(
  plan: Pick<Plan, "recipe" | "epochs" | "totalSteps">,
  step: number,
  minutesSinceLast: number,
): boolean {
  const { everyEpochs, everySteps, everyMinutes } = plan.recipe.training.checkpoint;
  if (step === plan.totalSteps) return true;
  if (everySteps !== null && step % everySteps === 0) return true;
  if (everyMinutes !== null && minutesSinceLast >= everyMinutes) return true;
  if (everyEpochs === null) return false;
  const { row, batchInEpoch } = positionAfter(plan, step);
  const intervals = (batches: number) => Math.floor((row.epoch + batches / row.steps) / everyEpochs + tolerance);
  return intervals(batchInEpoch) > intervals(batchInEpoch - 1);
}
