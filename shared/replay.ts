import type { JournalEvent } from "./journal.ts";

/**
 * What a journal says about the training as it now stands. A process that goes on from a checkpoint repeats the steps
 * that its predecessor did after it; the predecessor's records of these steps stay in the journal and no longer count.
 */
export function currentEvents(events: readonly JournalEvent[]): JournalEvent[] {
  const starts = events.flatMap((event) => (event.type === "environment" ? [event.resumedFromStep] : []));
  return events.filter(whatCounts(starts));
}

/**
 * The same for who has not all records at once: says of each, in their order, whether it counts.
 * @param starts of each process that has written the journal, in order, the step that it went on from
 */
export function whatCounts(starts: readonly number[]): (event: JournalEvent) => boolean {
  // For the records of process k: the earliest step that a later one has gone on from.
  const limits = [...starts, Number.POSITIVE_INFINITY];
  for (let k = starts.length - 1; k >= 0; k--) limits[k] = Math.min(limits[k]!, limits[k + 1]!);
  let processes = 0;
  return (event) => {
    if (event.type === "environment") processes += 1;
    return event.type !== "metrics" || event.step <= limits[processes]!;
  };
}

type MetricsEvent = Extract<JournalEvent, { type: "metrics" }>;

/** The top-1 that a record brings of a validation; undefined where it is none. */
export function top1Of(event: JournalEvent): number | undefined {
  return event.type === "metrics" ? event.values["validation/top1"] : undefined;
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
  const table = new EpochTable();
  for (const event of currentEvents(events)) table.add(event);
  return table.rows();
}

interface Sums {
  row: Omit<EpochSummary, "trainLoss" | "trainTop1" | "dataWait">;
  loss: number;
  top1: number;
  waitSeconds: number;
}

/** The same, made from one record after the other. It holds a row an epoch. */
export class EpochTable {
  readonly #epochs = new Map<number, Sums>();

  /** Takes a record that counts. */
  add(event: JournalEvent): void {
    if (event.type !== "metrics") return;
    let sums = this.#epochs.get(event.epoch);
    if (sums === undefined) {
      sums = { row: emptyRow(event.epoch), loss: 0, top1: 0, waitSeconds: 0 };
      this.#epochs.set(event.epoch, sums);
    }
    addMetrics(sums, event);
  }

  /** Undefined for an epoch of which there is no record. */
  row(epoch: number): EpochSummary | undefined {
    const sums = this.#epochs.get(epoch);
    return sums === undefined ? undefined : summary(sums);
  }

  rows(): EpochSummary[] {
    return [...this.#epochs.values()].map(summary).sort((a, b) => a.epoch - b.epoch);
  }
}

function addMetrics(sums: Sums, { values }: MetricsEvent): void {
  const { row } = sums;
  const { "train/loss": loss, batchSize, imagesPerSecond } = values;
  if (loss !== undefined && batchSize !== undefined) {
    const seconds = imagesPerSecond ? batchSize / imagesPerSecond : 0;
    row.steps += 1;
    row.images += batchSize;
    row.seconds += seconds;
    row.learningRate = values.learningRate ?? row.learningRate;
    sums.loss += loss * batchSize;
    sums.top1 += (values["train/top1"] ?? 0) * batchSize;
    sums.waitSeconds += seconds * (values.dataWait ?? 0);
  }
  const { "validation/loss": validationLoss, "validation/top1": top1, "validation/top5": top5 } = values;
  if (validationLoss !== undefined && top1 !== undefined && top5 !== undefined) {
    row.validation = { loss: validationLoss, top1, top5 };
  }
}

function summary({ row, loss, top1, waitSeconds }: Sums): EpochSummary {
  return {
    ...row,
    trainLoss: row.images > 0 ? loss / row.images : null,
    trainTop1: row.images > 0 ? top1 / row.images : null,
    dataWait: row.seconds > 0 ? waitSeconds / row.seconds : 0,
  };
}

function emptyRow(epoch: number): Sums["row"] {
  return { epoch, steps: 0, validation: null, learningRate: null, seconds: 0, images: 0 };
}
