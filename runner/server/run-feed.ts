import type { RunService } from "../runs/run-service.ts";

/** Records in one message. Small enough that a slow client's buffer stays small, large enough to replay fast. */
export const recordsPerBatch = 200;

/** Batches that are kept for followers at the same position. */
const maximumCached = 8;

/** After records were handed out, so many times as long passes before the next are, within these bounds in milliseconds. */
const restShare = 3;
const minimumRestMs = 20;
const maximumRestMs = 50;

export interface Batch {
  /** A `run/records` notification as it goes over the wire, the same bytes for everybody. */
  message: Buffer;
  /** Number of its last record. */
  lastSequence: number;
}

/** Somebody who follows a run. */
export interface FeedListener {
  /** The journal has grown. Resolves when all is sent, or there is no room for more; never rejects. */
  advance(): Promise<void>;
}

/**
 * The records of one run for all who follow it: read and serialised once for each position, however many stand there. It
 * wakes its followers in intervals, and rests between them, so that a thousand of them leave room for other work.
 */
export class RunFeed {
  readonly run: string;
  readonly #service: RunService;
  readonly #listeners = new Set<FeedListener>();
  readonly #batches = new Map<number, Promise<Batch | null>>();
  readonly #unwatch: () => void;
  #lastSequence: number;
  #timer: NodeJS.Timeout | null = null;
  #waking = false;
  #restUntil = 0;

  /** Throws where the service has no such run. */
  constructor(run: string, service: RunService) {
    this.run = run;
    this.#service = service;
    this.#lastSequence = service.lastSequence(run);
    this.#unwatch = service.onRecords(run, (lastSequence) => {
      this.#lastSequence = lastSequence;
      this.#schedule();
    });
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  join(listener: FeedListener): void {
    this.#listeners.add(listener);
  }

  /** Returns whether nobody follows any more. */
  leave(listener: FeedListener): boolean {
    this.#listeners.delete(listener);
    return this.#listeners.size === 0;
  }

  close(): void {
    this.#unwatch();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** The records that follow number `sequence`, or null where there are none yet. */
  batchAfter(sequence: number): Promise<Batch | null> {
    const cached = this.#batches.get(sequence);
    if (cached !== undefined) return cached;
    const batch = this.#read(sequence);
    this.#batches.set(sequence, batch);
    if (this.#batches.size > maximumCached) this.#batches.delete(this.#batches.keys().next().value!);
    // What is not there yet, or failed, is asked for again.
    const forget = () => this.#batches.delete(sequence);
    batch.then((found) => found ?? forget(), forget);
    return batch;
  }

  async #read(sequence: number): Promise<Batch | null> {
    const records = await this.#service.records(this.run, sequence, recordsPerBatch);
    const last = records.at(-1);
    if (last === undefined) return null;
    const message = { jsonrpc: "2.0", method: "run/records", params: { run: this.run, records } };
    return { message: Buffer.from(JSON.stringify(message)), lastSequence: last.sequence };
  }

  #schedule(): void {
    if (this.#timer !== null || this.#waking) return;
    this.#timer = setTimeout(() => void this.#wake(), Math.max(0, this.#restUntil - performance.now()));
  }

  async #wake(): Promise<void> {
    this.#timer = null;
    this.#waking = true;
    const began = performance.now();
    const upTo = this.#lastSequence;
    await Promise.all(Array.from(this.#listeners, (listener) => listener.advance()));
    const ended = performance.now();
    this.#restUntil = ended + Math.min(maximumRestMs, Math.max(minimumRestMs, restShare * (ended - began)));
    this.#waking = false;
    if (this.#lastSequence > upTo && this.#listeners.size > 0) this.#schedule();
  }
}
