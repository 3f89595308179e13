import type { JournalEvent } from "./journal.ts";

/**
 * What a journal says about the training as it now stands. A process that goes on from a checkpoint repeats the steps
 * that its predecessor did after it; the predecessor's records of these steps stay in the journal and no longer count.
 */
export function currentEvents(events: readonly JournalEvent[]): JournalEvent[] {
  let current: JournalEvent[] = [];
  for (const event of events) {
    if (event.type === "environment") {
      const { resumedFromStep } = event;
      current = current.filter((earlier) => earlier.type !== "metrics" || earlier.step <= resumedFromStep);
    }
    current.push(event);
  }
  return current;
}

/** Validation top-1 by the step that it was measured after. */
export function validationTop1(events: readonly JournalEvent[]): Map<number, number> {
  const top1 = new Map<number, number>();
  for (const event of currentEvents(events)) {
    const value = event.type === "metrics" ? event.values["validation/top1"] : undefined;
    if (event.type === "metrics" && value !== undefined) top1.set(event.step, value);
  }
  return top1;
}

/** One epoch in the table at the end of a run. Values are null where nothing was measured. */
export interface EpochSummary {
  /** 0-based. */
  epoch: number;
  /** Steps that were trained in it. */
  steps: number;
  /** Means over the epoch's images, with the weights as they were at each step. */
  trainLoss: number | null;
  trainTop1: number | null;
  validation: { loss: number; top1: number; top5: number } | null;
  /** Rate of the last step. */
  learningRate: number | null;
  /** Time spent in training steps, without the validation. */
  seconds: number;
  /** Share of that time spent waiting for data, 0 to 1. */
  dataWait: number;
  images: number;
}

/** The epochs of a run, in order. A pure function of the journal, so that a resumed run has the whole table. */
export function epochSummaries(events: readonly JournalEvent[]): EpochSummary[] {
  const epochs = new Map<number, EpochSummary & { lossSum: number; top1Sum: number; waitSeconds: number }>();
  for (const event of currentEvents(events)) {
    if (event.type !== "metrics") continue;
    const { epoch, values } = event;
    const row = epochs.get(epoch) ?? { ...emptySummary(epoch), lossSum: 0, top1Sum: 0, waitSeconds: 0 };
    epochs.set(epoch, row);
    const { "train/loss": loss, batchSize, imagesPerSecond } = values;
    if (loss !== undefined && batchSize !== undefined) {
      const seconds = imagesPerSecond ? batchSize / imagesPerSecond : 0;
      row.steps += 1;
      row.images += batchSize;
      row.lossSum += loss * batchSize;
      row.top1Sum += (values["train/top1"] ?? 0) * batchSize;
      row.seconds += seconds;
      row.waitSeconds += seconds * (values.dataWait ?? 0);
      row.learningRate = values.learningRate ?? row.learningRate;
    }
    const { "validation/loss": validationLoss, "validation/top1": top1, "validation/top5": top5 } = values;
    if (validationLoss !== undefined && top1 !== undefined && top5 !== undefined) {
      row.validation = { loss: validationLoss, top1, top5 };
    }
  }
  return [...epochs.values()]
    .sort((a, b) => a.epoch - b.epoch)
    .map(({ lossSum, top1Sum, waitSeconds, ...row }) => ({
      ...row,
      trainLoss: row.images > 0 ? lossSum / row.images : null,
      trainTop1: row.images > 0 ? top1Sum / row.images : null,
      dataWait: row.seconds > 0 ? waitSeconds / row.seconds : 0,
    }));
}

function emptySummary(epoch: number): EpochSummary {
  return {
    epoch,
    steps: 0,
    trainLoss: null,
    trainTop1: null,
    validation: null,
    learningRate: null,
    seconds: 0,
    dataWait: 0,
    images: 0,
  };
}
