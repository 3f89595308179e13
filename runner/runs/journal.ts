import { closeSync, fsyncSync, ftruncateSync, openSync, statSync, writeSync } from "node:fs";
import { type JournalEvent, journalEventSchema } from "../../shared/journal.ts";
import { eachRecord, type JournalEnd } from "./journal-reader.ts";
import { storageError } from "./storage-error.ts";

/**
 * `journal.ndjson`: a line a record, numbered from 1 without a gap. Only the run process writes it, and only at its end.
 * A record counts when its line feed is there; what a crash left after the last whole record is cut when the journal is
 * opened to go on. Damage before a whole record is not a torn tail: it is refused, so that nothing is lost in silence.
 */

type WithoutNumber<Event> = Event extends unknown ? Omit<Event, "sequence" | "time"> : never;
/** A record before the journal has numbered it. */
export type NewEvent = WithoutNumber<JournalEvent>;

export interface JournalOptions {
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Called before each write; throws where this process may not write any more (a lease's `assertOwner`). */
  beforeWrite?: () => void;
}

export class Journal {
  /** Bytes of a torn record that were cut when the journal was opened. */
  readonly cutBytes: number;
  readonly #path: string;
  readonly #file: number;
  readonly #now: () => number;
  readonly #beforeWrite: () => void;
  #sequence: number;
  #bytes: number;

  /** Opens a journal of which the caller knows nothing yet. */
  static async open(path: string, options: JournalOptions = {}): Promise<Journal> {
    return new Journal(path, await eachRecord(path, () => {}), options);
  }

  /**
   * Opens the journal to write on, cutting a torn tail. The caller holds the run's lease.
   * @param end what the caller knows who has read all records since it took the lease
   */
  constructor(path: string, end: JournalEnd, { now = Date.now, beforeWrite = () => {} }: JournalOptions = {}) {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < end.bytes) throw new Error(`${path} has ${size} bytes, fewer than the ${end.bytes} that were read`);
    this.cutBytes = size - end.bytes;
    this.#path = path;
    this.#now = now;
    this.#beforeWrite = beforeWrite;
    this.#sequence = end.sequence;
    this.#bytes = end.bytes;
    this.#file = this.#guard(() => openSync(path, "a"));
    if (this.cutBytes > 0) this.#guard(() => ftruncateSync(this.#file, end.bytes));
  }

  /** Appends one record, as a whole or not at all, and returns it with its number and time. */
  append<Type extends NewEvent["type"]>(event: NewEvent & { type: Type }): JournalEvent & { type: Type } {
    const record = journalEventSchema.parse({ sequence: this.#sequence + 1, time: this.#now(), ...event });
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    this.#guard(() => {
      this.#beforeWrite();
      try {
        for (let written = 0; written < line.length; ) written += writeSync(this.#file, line, written);
      } catch (error) {
        ftruncateSync(this.#file, this.#bytes);
        throw error;
      }
    });
    this.#sequence = record.sequence;
    this.#bytes += line.length;
    return record as JournalEvent & { type: Type };
  }

  /** Returns when every record is on the disk. */
  sync(): void {
    this.#guard(() => fsyncSync(this.#file));
  }

  close(): void {
    closeSync(this.#file);
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storageError(error, "The journal", this.#path, "then go on with --resume");
    }
  }
}
