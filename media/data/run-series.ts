import type { JournalEvent } from "../../shared/journal.ts";
import type { Bucket } from "../../shared/protocol/requests.ts";
import { MetricSeries } from "./metric-series.ts";

type RecordOf<Type extends JournalEvent["type"]> = Extract<JournalEvent, { type: Type }>;

/** As many lines of the log, and as many images, are kept. */
const mostNotes = 5_000;

/** A part of a run, finer than the whole. */
export interface Detail {
  fromStep: number;
  toStep: number;
  metrics: Map<string, MetricSeries>;
}

/**
 * What is known of a run's past: its metrics, and what else its journal says. Records are taken in order of their numbers,
 * each once. Where a run goes on from a checkpoint, what was recorded after it counts no more, as in shared/replay.ts.
 */
export class RunSeries {
  readonly metrics = new Map<string, MetricSeries>();
  detail: Detail | null = null;
  /** Steps from which the run went on, with the time. */
  readonly resumes: { step: number; time: number }[] = [];
  readonly log: (RecordOf<"log"> | RecordOf<"state"> | RecordOf<"checkpoint">)[] = [];
  readonly quarantined: RecordOf<"quarantine">[] = [];
  environment: RecordOf<"environment"> | null = null;
  lastSequence = 0;
  /** The runner has to be asked for the metrics again: a bucket was cut through. */
  stale = false;
  /** Number of the last record in each metric's history, where it came from the runner. */
  readonly #through = new Map<string, number>();

  setHistory(metric: string, buckets: readonly Bucket[], lastSequence: number): void {
    this.metrics.set(metric, new MetricSeries(buckets));
    this.#through.set(metric, lastSequence);
  }

  /** What the journal says beside metrics, up to where the stream begins. */
  setEvents(events: readonly JournalEvent[]): void {
    for (const event of events) {
      if (event.sequence > this.lastSequence) continue; // it comes with the stream
      if (event.type === "quarantine") keep(this.quarantined, event);
      else if (event.type === "environment") this.#note(event);
      else if (event.type !== "metrics") keep(this.log, event);
    }
  }

  take(record: JournalEvent): void {
    if (record.sequence <= this.lastSequence) return;
    this.lastSequence = record.sequence;
    switch (record.type) {
      case "metrics":
        this.#addMetrics(record);
        break;
      case "environment":
        this.#note(record);
        this.#resumed(record);
        break;
      case "quarantine":
        keep(this.quarantined, record);
        break;
      default:
        keep(this.log, record);
    }
  }

  #addMetrics({ sequence, step, time, values }: RecordOf<"metrics">): void {
    for (const [metric, value] of Object.entries(values)) {
      if (sequence <= (this.#through.get(metric) ?? 0)) continue;
      this.#seriesOf(metric).add(step, time, value);
      if (this.detail === null || step < this.detail.fromStep || step > this.detail.toStep) continue;
      this.detail.metrics.get(metric)?.add(step, time, value);
    }
  }

  #note(environment: RecordOf<"environment">): void {
    const { resumedFromStep: step, time } = environment;
    this.environment = environment;
    if (step > 0) this.resumes.push({ step, time });
  }

  #resumed({ sequence, resumedFromStep }: RecordOf<"environment">): void {
    this.detail = null;
    for (const [metric, series] of this.metrics) {
      if (sequence <= (this.#through.get(metric) ?? 0)) continue;
      if (!series.cutAfter(resumedFromStep)) this.stale = true;
    }
  }

  #seriesOf(metric: string): MetricSeries {
    const known = this.metrics.get(metric);
    if (known !== undefined) return known;
    const made = new MetricSeries();
    this.metrics.set(metric, made);
    return made;
  }
}

function keep<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > mostNotes) list.splice(0, list.length - mostNotes);
}
