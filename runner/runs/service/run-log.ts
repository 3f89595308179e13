import { stat } from "node:fs/promises";
import type { JournalEvent } from "../../../shared/journal.ts";
import type { Bucket } from "../../../shared/protocol/requests.ts";
import { type Line, readLines } from "../journal-lines.ts";
import { parseRecord } from "../journal-reader.ts";
import { errorCode } from "../storage-error.ts";
import { keptWidth, MetricHistory, widthFor } from "./metric-history.ts";
import { addRecord, noFacts, type RunFacts } from "./run-facts.ts";
import { addNote, type RunNote } from "./run-notes.ts";

/** Records between two places in the journal that are remembered. */
const markEvery = 256;

/**
 * What one process wrote into the journal, and which of its steps still count: a later process that went on from step s
 * did the steps after s again.
 */
interface Segment {
  /** Index of its first mark. */
  firstMark: number;
  offset: number;
  firstStep: number;
  lastStep: number;
}

/** A place in the journal: every 256th record begins one, and every segment. */
interface Mark {
  offset: number;
  /** Number of the record that begins there. */
  sequence: number;
  /** Step of the last metrics before it in its segment. */
  step: number;
}

/** All that is known of a journal up to `bytes`; JSON-serialisable, but for the histories. */
export interface LogState {
  bytes: number;
  facts: RunFacts;
  marks: Mark[];
  segments: Segment[];
  notes: RunNote[];
  histories: Map<string, MetricHistory>;
}

export const emptyLog = (): LogState => ({
  bytes: 0,
  facts: noFacts(),
  marks: [],
  segments: [],
  notes: [],
  histories: new Map(),
});

/**
 * A journal that is followed: what it says of the run, where in it to find records and steps, and the history of each
 * metric in coarse buckets. Reading on costs what was added, answers cost what they return, and memory is bounded by the
 * metrics, not by the records.
 */
export class RunLog {
  readonly path: string;
  #state: LogState;
  /** What is wrong with the record after the last good one; null while all is well. */
  #damage: string | null = null;
  #reading: Promise<unknown> = Promise.resolve();

  constructor(path: string, state: LogState = emptyLog()) {
    this.path = path;
    this.#state = state;
  }

  get state(): LogState {
    return this.#state;
  }

  get facts(): RunFacts {
    return this.#state.facts;
  }

  get damage(): string | null {
    return this.#damage;
  }

  /** Where the next record goes, for who writes one. */
  get end(): { sequence: number; bytes: number } {
    return { sequence: this.facts.lastSequence, bytes: this.#state.bytes };
  }

  /** Reads what was added since the last time. Returns whether there was a record. */
  catchUp(): Promise<boolean> {
    const reading = this.#reading.then(() => this.#readOn());
    this.#reading = reading.catch(() => {});
    return reading;
  }

  async #readOn(): Promise<boolean> {
    const size = await sizeOf(this.path);
    if (size < this.#state.bytes) this.#state = emptyLog(); // another file of the same name: from a backup, say
    if (size === this.#state.bytes) return false;
    const before = this.facts.lastSequence;
    this.#damage = null;
    for await (const lines of readLines(this.path, this.#state.bytes)) {
      for (const line of lines) {
        const event = parseRecord(line.text);
        if (event?.sequence !== this.facts.lastSequence + 1) {
          this.#damage = `record ${this.facts.lastSequence + 1} of its journal is damaged`;
          return this.facts.lastSequence > before;
        }
        await this.#take(event, line);
      }
    }
    return this.facts.lastSequence > before;
  }

  async #take(event: JournalEvent, { offset, next }: Line): Promise<void> {
    const { segments, marks } = this.#state;
    if (event.type === "environment" || segments.length === 0) {
      const from = event.type === "environment" ? event.resumedFromStep : 0;
      for (const segment of segments) segment.lastStep = Math.min(segment.lastStep, from);
      marks.push({ offset, sequence: event.sequence, step: from });
      await this.#cutHistories(from, offset);
      segments.push({ firstMark: marks.length - 1, offset, firstStep: from, lastStep: Number.MAX_SAFE_INTEGER });
    } else if (event.sequence >= marks.at(-1)!.sequence + markEvery) {
      marks.push({ offset, sequence: event.sequence, step: this.facts.step });
    }
    addRecord(this.facts, event);
    this.#state.bytes = next;
    if (event.type === "metrics") this.#addMetrics(event);
    else addNote(this.#state.notes, event);
  }

  #addMetrics({ step, time, values }: Extract<JournalEvent, { type: "metrics" }>): void {
    for (const [metric, value] of Object.entries(values)) {
      let history = this.#state.histories.get(metric);
      if (history === undefined) {
        history = new MetricHistory();
        this.#state.histories.set(metric, history);
      }
      history.add(step, time, value);
    }
  }

  /** Takes what a former process did after `step` out of the histories. The journal up to `offset` says the rest. */
  async #cutHistories(step: number, offset: number): Promise<void> {
    const missing = new Map<string, number>();
    for (const [metric, history] of this.#state.histories) {
      const from = history.cutAfter(step);
      if (from !== null) missing.set(metric, from);
    }
    if (missing.size === 0) return;
    for await (const event of this.#metricsBetween(Math.min(...missing.values()), step, offset)) {
      for (const [metric, from] of missing) {
        const value = event.values[metric];
        if (value !== undefined && event.step >= from)
          this.#state.histories.get(metric)!.add(event.step, event.time, value);
      }
    }
  }

  /** The metrics that count of the steps from `from` to `to`, in order, out of the journal up to byte `end`. */
  async *#metricsBetween(
    from: number,
    to: number,
    end: number,
  ): AsyncGenerator<Extract<JournalEvent, { type: "metrics" }>> {
    const { marks } = this.#state;
    const segments = [...this.#state.segments];
    for (const [index, segment] of segments.entries()) {
      const next = segments[index + 1];
      const last = Math.min(to, segment.lastStep);
      if (segment.firstStep > to || segment.lastStep < from || segment.firstStep > segment.lastStep) continue;
      const own = marks.slice(segment.firstMark, next?.firstMark);
      const start = own.findLast((mark) => mark.step < from)?.offset ?? segment.offset;
      reading: for await (const lines of readLines(this.path, start, next?.offset ?? end)) {
        for (const { text } of lines) {
          const event = text.includes('"metrics"') ? parseRecord(text) : undefined;
          if (event?.type !== "metrics" || event.step < from) continue;
          if (event.step > last) break reading;
          yield event;
        }
      }
    }
  }

  /** Records with numbers from `afterSequence` + 1 on, at most `limit` of them. */
  async records(afterSequence: number, limit: number): Promise<JournalEvent[]> {
    const first = afterSequence + 1;
    const found: JournalEvent[] = [];
    if (limit < 1 || first > this.facts.lastSequence) return found;
    const start = this.#state.marks.findLast((mark) => mark.sequence <= first)?.offset ?? 0;
    for await (const lines of readLines(this.path, start, this.#state.bytes)) {
      for (const { text } of lines) {
        const event = parseRecord(text);
        if (event === undefined || event.sequence < first) continue;
        found.push(event);
        if (found.length >= limit) return found;
      }
    }
    return found;
  }

  /**
   * One metric between two steps in at most `buckets` buckets. Their widths are one power of two and they begin at its
   * multiples; every one that meets the range is returned whole. Empty ones are left out.
   */
  async history(
    metric: string,
    buckets: number,
    range: { fromStep?: number | undefined; toStep?: number | undefined } = {},
  ): Promise<Bucket[]> {
    const kept = this.#state.histories.get(metric);
    if (kept === undefined) return [];
    const fromStep = Math.max(range.fromStep ?? 0, kept.firstStep);
    const toStep = Math.min(range.toStep ?? kept.lastStep, kept.lastStep);
    if (fromStep > toStep) return [];
    const width = widthFor(fromStep, toStep, buckets);
    if (width >= keptWidth) return kept.widened(width).buckets(fromStep, toStep);
    const fine = new MetricHistory(width);
    const [first, last] = [Math.floor(fromStep / width) * width, (Math.floor(toStep / width) + 1) * width - 1];
    for await (const event of this.#metricsBetween(first, last, this.#state.bytes)) {
      const value = event.values[metric];
      if (value !== undefined) fine.add(event.step, event.time, value);
    }
    return fine.buckets(fromStep, toStep);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return 0;
    throw error;
  }
}
