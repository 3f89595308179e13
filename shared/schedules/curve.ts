import { epochOfStep, stepsInEpochs } from "./epochs.ts";
import { type Schedule, stepRow } from "./learning-rate.ts";

/** A schedule as points to draw: enough of them to see it as it is, and no more. Lists of one length, in order of steps. */
export interface ScheduleCurve {
  /** 1-based. */
  steps: number[];
  /** Epochs that are complete after the step. */
  epochs: number[];
  learningRates: number[];
  /** Of full batches. */
  batchSizes: number[];
}

/** Where something happens, so that a jump is drawn as a jump. */
const mostCorners = 1600;

/** At most `maximum` points, corners among them: the end of warm-up, each decay, each growth of the batch, both ends. */
export function scheduleCurve(schedule: Schedule, maximum = 4000): ScheduleCurve {
  const { epochs: rows, totalSteps, warmupSteps, recipe } = schedule;
  const { decay } = recipe.learningRate;
  const decays = decay.kind === "step" ? decay.epochs.map((epochs) => stepsInEpochs(rows, epochs)) : [];
  const growths = rows.filter(({ batchSize }, i) => i > 0 && batchSize !== rows[i - 1]!.batchSize);
  const turns = [warmupSteps, ...decays, ...growths.map(({ firstStep }) => firstStep - 1)];
  const corners = new Set([1, totalSteps]);
  // Rounding may put a decay one step to either side.
  for (const turn of turns.slice(0, mostCorners / 4)) for (const near of [-1, 0, 1, 2]) corners.add(turn + near);
  const room = Math.max(2, maximum - corners.size);
  if (totalSteps <= maximum) for (let step = 1; step <= totalSteps; step++) corners.add(step);
  else for (let i = 0; i < room; i++) corners.add(1 + Math.round((i / (room - 1)) * (totalSteps - 1)));
  const steps = [...corners].filter((step) => step >= 1 && step <= totalSteps).sort((a, b) => a - b);
  const curve: ScheduleCurve = { steps, epochs: [], learningRates: [], batchSizes: [] };
  for (const step of steps) {
    const row = epochOfStep(rows, step);
    curve.epochs.push(row.epoch + (step - row.firstStep + 1) / row.steps);
    curve.learningRates.push(stepRow(schedule, step).learningRate);
    curve.batchSizes.push(row.batchSize);
  }
  return curve;
}
