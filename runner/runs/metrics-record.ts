import type { JournalEvent } from "../../shared/journal.ts";
import { JsonNumbers } from "./json-number.ts";

type MetricsEvent = Extract<JournalEvent, { type: "metrics" }>;

const frame = {
  sequence: Buffer.from('{"sequence":'),
  time: Buffer.from(',"time":'),
  step: Buffer.from(',"type":"metrics","step":'),
  epoch: Buffer.from(',"epoch":'),
  values: Buffer.from(',"values":{'),
  end: Buffer.from("}}\n"),
} as const;
const [quote, comma, backslash, colon] = [34, 44, 92, 58] as const;

/** A metric as it stands in the bytes of a record. */
interface Key {
  /** `"train/loss":` */
  bytes: Buffer;
  metric: number;
  /** Number of the last record that had it. */
  seenIn: number;
  /** The key that followed it last time; most records have the same keys. */
  next: Key | null;
}

/**
 * One record of metrics after the other, read out of a journal's bytes: almost all of a long journal, so they get a reader
 * of their own. It takes the form in which the journal writes them, keys in that order and without white space, checks
 * what `journalEventSchema` checks, and leaves every other line to `parseRecord`.
 */
export class MetricsRecord {
  /** Values in the record: the first of `metrics` and `values`. */
  count = 0;
  /** Places in `names`. */
  readonly metrics: number[] = [];
  values = new Float64Array(32);
  /** Every metric that was met so far. */
  readonly names: string[] = [];
  /** Sequence, time, step, epoch. */
  readonly #head = new Float64Array(4);
  readonly #numbers = new JsonNumbers();
  readonly #keys = new Map<string, Key>();
  readonly #first: { next: Key | null } = { next: null };
  #records = 0;

  get sequence(): number {
    return this.#head[0]!;
  }

  /** Milliseconds since 1970. */
  get time(): number {
    return this.#head[1]!;
  }

  get step(): number {
    return this.#head[2]!;
  }

  get epoch(): number {
    return this.#head[3]!;
  }

  /** Reads the line that begins at `at`. Returns where the next one begins; −1 where it is not in the common form. */
  read(bytes: Buffer, at: number): number {
    const numbers = this.#numbers;
    numbers.bytes = bytes;
    numbers.at = at;
    this.#records += 1;
    this.count = 0;
    const head = this.#head;
    if (!this.#take(frame.sequence) || !numbers.read(head, 0)) return -1;
    if (!this.#take(frame.time) || !numbers.read(head, 1)) return -1;
    if (!this.#take(frame.step) || !numbers.read(head, 2)) return -1;
    if (!this.#take(frame.epoch) || !numbers.read(head, 3)) return -1;
    if (!this.#take(frame.values)) return -1;
    if (this.sequence === 0 || !isCount(head[0]!) || !isCount(head[2]!) || !isCount(head[3]!)) return -1;
    if (!Number.isFinite(this.time)) return -1;
    for (let last: { next: Key | null } = this.#first; !this.#take(frame.end); ) {
      if (this.count > 0 && bytes[numbers.at++] !== comma) return -1;
      const key: Key | null = last.next !== null && this.#take(last.next.bytes) ? last.next : this.#readKey(bytes);
      if (key === null || key.seenIn === this.#records) return -1;
      key.seenIn = this.#records;
      last.next = key;
      last = key;
      const place = this.#place(key.metric);
      if (!numbers.read(this.values, place) || !Number.isFinite(this.values[place]!)) return -1;
    }
    return numbers.at;
  }

  /** Takes a record that came as an event. */
  set({ sequence, time, step, epoch, values }: MetricsEvent): void {
    this.#head.set([sequence, time, step, epoch]);
    this.count = 0;
    for (const [name, value] of Object.entries(values)) this.values[this.#place(this.#keyOf(name).metric)] = value;
  }

  event(): MetricsEvent {
    const { sequence, time, step, epoch } = this;
    const values: Record<string, number> = {};
    for (let at = 0; at < this.count; at++) values[this.names[this.metrics[at]!]!] = this.values[at]!;
    return { sequence, time, type: "metrics", step, epoch, values };
  }

  /** The value of a metric; undefined where the record has none. */
  valueOf(metric: string): number | undefined {
    for (let at = 0; at < this.count; at++) if (this.names[this.metrics[at]!] === metric) return this.values[at];
    return undefined;
  }

  /** Where in `values` the next value goes, which is this metric's. */
  #place(metric: number): number {
    if (this.count === this.values.length) {
      const longer = new Float64Array(2 * this.count);
      longer.set(this.values);
      this.values = longer;
    }
    this.metrics[this.count] = metric;
    this.count += 1;
    return this.count - 1;
  }

  #take(expected: Buffer): boolean {
    const { bytes, at } = this.#numbers;
    for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false;
    this.#numbers.at = at + expected.length;
    return true;
  }

  /** A key of plain characters, and the colon; null for others. */
  #readKey(bytes: Buffer): Key | null {
    const start = this.#numbers.at;
    if (bytes[start] !== quote) return null;
    let end = start + 1;
    for (let code = bytes[end]; code !== quote; code = bytes[++end]) {
      if (code === undefined || code < 32 || code > 126 || code === backslash) return null;
    }
    if (bytes[end + 1] !== colon) return null;
    const name = bytes.toString("latin1", start + 1, end);
    if (name === "__proto__") return null; // which the schema drops
    this.#numbers.at = end + 2;
    return this.#keyOf(name);
  }

  #keyOf(name: string): Key {
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = { bytes: Buffer.from(`${JSON.stringify(name)}:`), metric: this.names.length, seenIn: 0, next: null };
      this.#keys.set(name, key);
      this.names.push(name);
    }
    return key;
  }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
