import { stat } from "node:fs/promises";
import type { JournalEvent } from "../../../shared/journal.ts";
import type { Bucket } from "../../../shared/protocol/requests.ts";
import { readBlocks, readLines } from "../journal-lines.ts";
import type { MetricsRecord } from "../metrics-record.ts";
import { parseRecord } from "../parse-record.ts";
import { type OtherEvent, RecordReader } from "../record-reader.ts";
import { errorCode } from "../storage-error.ts";
import { keptWidth, MetricHistory, widthFor } from "./metric-history.ts";
import { addMetrics, addRecord, addValue, noFacts, type RunFacts } from "./run-facts.ts";
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
  /** Of the last record. Milliseconds since 1970. */
  lastTime: number;
  facts: RunFacts;
  marks: Mark[];
  segments: Segment[];
  notes: RunNote[];
  histories: Map<string, MetricHistory>;
}

export const emptyLog = (): LogState => ({
  bytes: 0,
  lastTime: 0,
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
  readonly #reader = new RecordReader();
  /** The state's histories, as `#reader` numbers the metrics. */
  #histories: MetricHistory[] = [];
  #reading: Promise<unknown> = Promise.resolve();
  /** Whether the state is known to come from this journal: not yet where a cache brought it. */
  #trusted: boolean;

  constructor(path: string, state: LogState = emptyLog()) {
    this.path = path;
    this.#state = state;
    this.#trusted = state.bytes === 0;
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
    // Another file of the same name, from a backup, say; or a power cut took records of which a cache knows.
    if (size < this.#state.bytes || !(this.#trusted || (await this.#fits()))) {
      this.#state = emptyLog();
      this.#histories = [];
    }
    this.#trusted = true;
    if (size === this.#state.bytes) return false;
    const before = this.facts.lastSequence;
    this.#damage = null;
    const reader = this.#reader;
    for await (const { bytes, offset } of readBlocks(this.path, this.#state.bytes, size)) {
      for (let at = 0; at < bytes.length; at = reader.next) {
        const event = reader.read(bytes, at);
        const sequence = event === "metrics" ? reader.metrics.sequence : event?.sequence;
        if (event === undefined || sequence !== this.facts.lastSequence + 1) {
          this.#damage = `record ${this.facts.lastSequence + 1} of its journal is damaged`;
          return this.facts.lastSequence > before;
        }
        if (event !== "metrics") await this.#take(event, offset + at);
        else this.#takeMetrics(reader.metrics, offset + at);
        this.#state.bytes = offset + reader.next;
        this.#state.lastTime = event === "metrics" ? reader.metrics.time : event.time;
      }
    }
    return this.facts.lastSequence > before;
  }

  /** Whether the last record that the state knows stands where it should. */
  async #fits(): Promise<boolean> {
    const [last] = await this.records(this.facts.lastSequence - 1, 1);
    return last?.sequence === this.facts.lastSequence && last.time === this.#state.lastTime;
  }

  async #take(event: OtherEvent, offset: number): Promise<void> {
    if (event.type !== "environment") this.#mark(event.sequence, offset);
    else {
      const { segments } = this.#state;
      for (const segment of segments) segment.lastStep = Math.min(segment.lastStep, event.resumedFromStep);
      await this.#cutHistories(event.resumedFromStep, offset);
      this.#beginSegment(event.sequence, event.resumedFromStep, offset);
    }
    addRecord(this.facts, event);
    addNote(this.#state.notes, event);
  }

  #takeMetrics(record: MetricsRecord, offset: number): void {
    this.#mark(record.sequence, offset);
    addMetrics(this.facts, record);
    const { names, metrics, values, step, time } = record;
    for (let at = 0; at < record.count; at++) {
      const value = values[at]!;
      addValue(this.facts, record, names[metrics[at]!]!, value);
      this.#historyOf(record, metrics[at]!).add(step, time, value);
    }
  }

  #historyOf(record: MetricsRecord, metric: number): MetricHistory {
    let history = this.#histories[metric];
    if (history === undefined) {
      const name = record.names[metric]!;
      history = this.#state.histories.get(name) ?? new MetricHistory();
      this.#state.histories.set(name, history);
      this.#histories[metric] = history;
    }
    return history;
  }

  #mark(sequence: number, offset: number): void {
    const { segments, marks } = this.#state;
    if (segments.length === 0) this.#beginSegment(sequence, 0, offset);
    else if (sequence >= marks[marks.length - 1]!.sequence + markEvery) {
      marks.push({ offset, sequence, step: this.facts.step });
    }
  }

  #beginSegment(sequence: number, step: number, offset: number): void {
    const { segments, marks } = this.#state;
    marks.push({ offset, sequence, step });
    segments.push({ firstMark: marks.length - 1, offset, firstStep: step, lastStep: Number.MAX_SAFE_INTEGER });
  }

  /** Takes what a former process did after `step` out of the histories. The journal up to `offset` says the rest. */
  async #cutHistories(step: number, offset: number): Promise<void> {
    const missing = new Map<string, number>();
    for (const [metric, history] of this.#state.histories) {
      const from = history.cutAfter(step);
      if (from !== null) missing.set(metric, from);
    }
    if (missing.size === 0) return;
    const { histories } = this.#state;
    await this.#eachOfSteps(Math.min(...missing.values()), step, offset, (record) => {
      for (const [metric, from] of missing) {
        const value = record.valueOf(metric);
        if (value !== undefined && record.step >= from) histories.get(metric)!.add(record.step, record.time, value);
      }
    });
  }

  /** Visits the metrics that count of the steps from `from` to `to`, in order, out of the journal up to byte `end`. */
  async #eachOfSteps(from: number, to: number, end: number, visit: (record: MetricsRecord) => void): Promise<void> {
    const { marks } = this.#state;
    const segments = [...this.#state.segments];
    const reader = new RecordReader();
    for (const [index, segment] of segments.entries()) {
      const next = segments[index + 1];
      const last = Math.min(to, segment.lastStep);
      if (segment.firstStep > to || segment.lastStep < from || segment.firstStep > segment.lastStep) continue;
      const own = marks.slice(segment.firstMark, next?.firstMark);
      const start = own.findLast((mark) => mark.step < from)?.offset ?? segment.offset;
      reading: for await (const { bytes } of readBlocks(this.path, start, next?.offset ?? end)) {
        for (let at = 0; at < bytes.length; at = reader.next) {
          if (reader.read(bytes, at) !== "metrics" || reader.metrics.step < from) continue;
          if (reader.metrics.step > last) break reading;
          visit(reader.metrics);
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
    await this.#eachOfSteps(first, last, this.#state.bytes, (record) => {
      const value = record.valueOf(metric);
      if (value !== undefined) fine.add(record.step, record.time, value);
    });
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
