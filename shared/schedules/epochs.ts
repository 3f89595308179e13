import { PlanError } from "../plan/plan-error.ts";
import type { EpochRow } from "../plan.ts";
import type { Recipe } from "../recipe/schema.ts";

type Training = Pick<Recipe["training"], "epochs" | "batchSize" | "lastBatch">;

/** The batch size that linear scaling refers to: of a batch that grows, the initial one. */
export function initialBatchSize({ batchSize }: Training): number {
  return typeof batchSize === "number" ? batchSize : batchSize.initial;
}

/** What the batch size is multiplied by at the start of `epoch`, for the epochs where it grows. */
function growthByEpoch({ batchSize }: Training): Map<number, number> {
  const growth = new Map<number, number>();
  if (typeof batchSize === "number") return growth;
  for (const epoch of batchSize.epochs) growth.set(epoch, (growth.get(epoch) ?? 1) * batchSize.factor);
  return growth;
}

/**
 * The batches of every epoch. With `lastBatch: "drop"` an epoch has ⌊images / batch⌋ full batches; with "keep" the rest
 * makes a smaller last one, and a batch larger than the data set is the data set.
 *
 * @throws PlanError where an epoch would have no batch.
 */
export function epochRows(training: Training, trainImages: number): EpochRow[] {
  if (trainImages < 1) throw PlanError.noTrainingImages();
  const keep = training.lastBatch === "keep";
  const growth = growthByEpoch(training);
  let requested = initialBatchSize(training);
  let firstStep = 1;
  return Array.from({ length: training.epochs }, (_, epoch) => {
    requested *= growth.get(epoch) ?? 1;
    if (!keep && requested > trainImages) throw PlanError.batchLargerThanData(requested, trainImages, epoch);
    const batchSize = Math.min(requested, trainImages);
    const full = Math.floor(trainImages / batchSize);
    const rest = keep ? trainImages - full * batchSize : 0;
    const row = {
      epoch,
      firstStep,
      steps: full + (rest > 0 ? 1 : 0),
      batchSize,
      lastBatchSize: rest > 0 ? rest : batchSize,
    };
    firstStep += row.steps;
    return row;
  });
}

/**
 * Steps in the first `epochs` epochs, rounded to the nearest; epochs beyond the last count as long as the last. This is
 * how a duration in epochs becomes steps while the batch size, and so the length of an epoch, changes.
 */
export function stepsInEpochs(rows: readonly EpochRow[], epochs: number): number {
  const within = rows[Math.floor(epochs)];
  if (within) return Math.round(within.firstStep - 1 + (epochs - within.epoch) * within.steps);
  const last = rows.at(-1)!;
  const steps = last.firstStep - 1 + (epochs - last.epoch) * last.steps;
  return Math.min(Math.round(steps), Number.MAX_SAFE_INTEGER);
}

/** The epoch that `step` (1-based) lies in, by bisection. */
export function epochOfStep(rows: readonly EpochRow[], step: number): EpochRow {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (rows[middle]!.firstStep <= step) low = middle;
    else high = middle - 1;
  }
  return rows[low]!;
}
