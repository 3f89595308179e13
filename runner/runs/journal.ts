import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { type JournalEvent, journalEventSchema } from "../../shared/journal.ts";
import { UserError } from "../errors.ts";
import { errorCode, storageError } from "./storage-error.ts";

/**
 * `journal.ndjson`: a line a record, numbered from 1 without a gap. Only the run process writes it, and only at its end.
 * A record counts when its line feed is there; what a crash left after the last whole record is cut when the journal is
 * opened to go on. Damage before a whole record is not a torn tail: it is refused, so that nothing is lost in silence.
 */

type WithoutNumber<Event> = Event extends unknown ? Omit<Event, "sequence" | "time"> : never;
/** A record before the journal has numbered it. */
export type NewEvent = WithoutNumber<JournalEvent>;

export interface JournalContent {
  events: JournalEvent[];
  /** Bytes up to the end of the last whole record. */
  wholeBytes: number;
  /** Bytes of a torn record after it. */
  tornBytes: number;
}

const lineFeed = 10;

/** Reads the records out of a journal's bytes. Throws a UserError where a record is damaged that others follow. */
export function parseJournal(bytes: Uint8Array, path: string): JournalContent {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: JournalEvent[] = [];
  let start = 0;
  for (let end = buffer.indexOf(lineFeed); end >= 0; end = buffer.indexOf(lineFeed, start)) {
    const event = parseRecord(buffer.toString("utf8", start, end));
    if (event?.sequence !== events.length + 1) {
      if (wholeRecordFrom(buffer, start)) throw damaged(path, events.length + 1);
      break;
    }
    events.push(event);
    start = end + 1;
  }
  return { events, wholeBytes: start, tornBytes: buffer.length - start };
}

/** A record in its line, or undefined where the line is torn or damaged. */
export function parseRecord(line: string): JournalEvent | undefined {
  try {
    return journalEventSchema.parse(JSON.parse(line));
  } catch {
    return undefined; // the caller decides which
  }
}

/** Whether a line from `from` on is a whole record. */
function wholeRecordFrom(buffer: Buffer, from: number): boolean {
  let start = from;
  for (let end = buffer.indexOf(lineFeed, start); end >= 0; end = buffer.indexOf(lineFeed, start)) {
    if (parseRecord(buffer.toString("utf8", start, end)) !== undefined) return true;
    start = end + 1;
  }
  return false;
}

function damaged(path: string, record: number): UserError {
  return new UserError(
    "journal-damaged",
    `Record ${record} of ${path} is damaged or missing, and whole records follow it, so this is not the end of an interrupted write. Nothing was changed. Restore the file from a backup, or start a new run.`,
    { exitCode: 1 },
  );
}

/** Reads a journal that somebody else may be writing. No file yet: no records. Throws a UserError where it cannot be read. */
export function readJournal(path: string): JournalContent {
  try {
    return parseJournal(readFileSync(path), path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { events: [], wholeBytes: 0, tornBytes: 0 };
    if (error instanceof UserError) throw error;
    throw new UserError(
      "journal-unreadable",
      `${path} cannot be read (${errorCode(error) ?? String(error)}). Look after the disk or the permissions and try again.`,
      { exitCode: 1, cause: error },
    );
  }
}

/** The content of a journal whose records somebody has read up to `end`. */
function contentUpTo({ bytes }: { bytes: number }, path: string): JournalContent {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < bytes) throw new Error(`${path} has ${size} bytes, fewer than the ${bytes} that were read`);
  return { events: [], wholeBytes: bytes, tornBytes: size - bytes };
}

export class Journal {
  /** The records that were there when the journal was opened. */
  readonly earlier: readonly JournalEvent[];
  /** Bytes of a torn record that were cut when the journal was opened. */
  readonly cutBytes: number;
  readonly #path: string;
  readonly #file: number;
  readonly #now: () => number;
  #sequence: number;
  #bytes: number;

  /**
   * Opens the journal to write on, cutting a torn tail. The caller holds the run's lease.
   * @param end what a caller knows who has read all records since it took the lease; then `earlier` is empty
   */
  constructor(path: string, now: () => number = Date.now, end?: { sequence: number; bytes: number }) {
    const content = end === undefined ? readJournal(path) : contentUpTo(end, path);
    this.earlier = content.events;
    this.cutBytes = content.tornBytes;
    this.#path = path;
    this.#now = now;
    this.#sequence = end?.sequence ?? content.events.length;
    this.#bytes = content.wholeBytes;
    this.#file = this.#guard(() => openSync(path, "a"));
    if (content.tornBytes > 0) this.#guard(() => ftruncateSync(this.#file, content.wholeBytes));
  }

  /** Appends one record, as a whole or not at all, and returns it with its number and time. */
  append<Type extends NewEvent["type"]>(event: NewEvent & { type: Type }): JournalEvent & { type: Type } {
    const record = journalEventSchema.parse({ sequence: this.#sequence + 1, time: this.#now(), ...event });
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    this.#guard(() => {
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
