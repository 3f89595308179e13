import type { JournalEvent } from "../../shared/journal.ts";
import { whatCounts } from "../../shared/replay.ts";
import { UserError } from "../errors.ts";
import { readBlocks, readLines } from "./journal-lines.ts";
import { parseRecord } from "./parse-record.ts";
import { RecordReader } from "./record-reader.ts";
import { errorCode } from "./storage-error.ts";

/**
 * Reads a journal from its first record to its last, handing over one after the other: a journal may be larger than memory,
 * and the other work of the process gets its turn in between. Somebody may be writing it; what is not a whole line yet is
 * left out. No file: no records. A file that cannot be read is a UserError.
 */

/** Where the next record goes. */
export interface JournalEnd {
  /** Number of the last whole record; 0 where there is none. */
  sequence: number;
  /** Bytes up to its end. */
  bytes: number;
}

export type Visit = (event: JournalEvent) => void;

/** Every record. Throws a UserError where one is damaged that others follow. */
export function eachRecord(path: string, visit: Visit): Promise<JournalEnd> {
  return readable(path, () => readOn(path, visit, Number.POSITIVE_INFINITY));
}

/**
 * Every record, but for metrics of steps that a later process did again (shared/replay.ts).
 * @param nextStart the step after which a further process goes on that has not written so yet
 */
export function eachCurrentRecord(path: string, visit: Visit, nextStart?: number): Promise<JournalEnd> {
  return readable(path, async () => {
    const starts: number[] = [];
    const bytes = await eachOf(path, ["environment"], (event) => starts.push(event.resumedFromStep));
    if (nextStart !== undefined) starts.push(nextStart);
    const counts = whatCounts(starts);
    const visitCurrent: Visit = (event) => {
      if (counts(event)) visit(event);
    };
    return readOn(path, visitCurrent, bytes);
  });
}

export interface LastRecords {
  /** What the run was trained on last; null where it did not get that far. */
  environment: (JournalEvent & { type: "environment" }) | null;
  /** How it stands; null where nothing says so. */
  state: (JournalEvent & { type: "state" }) | null;
}

export async function lastRecords(path: string): Promise<LastRecords> {
  const last: LastRecords = { environment: null, state: null };
  await readable(path, () =>
    eachOf(path, ["environment", "state"], (event) => {
      if (event.type === "environment") last.environment = event;
      else last.state = event;
    }),
  );
  return last;
}

/** Records in lines that begin before byte `to`. */
async function readOn(path: string, visit: Visit, to: number): Promise<JournalEnd> {
  let end: JournalEnd = { sequence: 0, bytes: 0 };
  let torn = false;
  const reader = new RecordReader();
  for await (const { bytes, offset } of readBlocks(path, 0, to)) {
    for (let at = 0; at < bytes.length; at = reader.next) {
      const read = reader.read(bytes, at);
      const event = read === "metrics" ? reader.metrics.event() : read;
      if (event === undefined) torn = true;
      else if (torn || event.sequence !== end.sequence + 1) throw damaged(path, end.sequence + 1);
      else {
        end = { sequence: event.sequence, bytes: offset + reader.next };
        visit(event);
      }
    }
  }
  return end;
}

/** The whole records of some rare types, without a look at the others. Returns the bytes up to the end of the last line. */
async function eachOf<Type extends JournalEvent["type"]>(
  path: string,
  types: readonly Type[],
  visit: (event: JournalEvent & { type: Type }) => void,
): Promise<number> {
  const marks = types.map((type) => `"${type}"`);
  const isOne = (event: JournalEvent | undefined): event is JournalEvent & { type: Type } =>
    event !== undefined && (types as readonly string[]).includes(event.type);
  let bytes = 0;
  for await (const lines of readLines(path, 0)) {
    for (const { text, next } of lines) {
      bytes = next;
      if (!marks.some((mark) => text.includes(mark))) continue;
      const event = parseRecord(text);
      if (isOne(event)) visit(event);
    }
  }
  return bytes;
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof UserError || code === undefined) throw error;
    throw new UserError(
      "journal-unreadable",
      `${path} cannot be read (${code}). Look after the disk or the permissions and try again.`,
      { exitCode: 1, cause: error },
    );
  }
}

function damaged(path: string, record: number): UserError {
  return new UserError(
    "journal-damaged",
    `Record ${record} of ${path} is damaged or missing, and whole records follow it, so this is not the end of an interrupted write. Nothing was changed. Restore the file from a backup, or start a new run.`,
    { exitCode: 1 },
  );
}
