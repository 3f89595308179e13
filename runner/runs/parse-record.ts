import { type JournalEvent, journalEventSchema } from "../../shared/journal.ts";

/** A record in its line, or undefined where the line is torn or damaged. */
export function parseRecord(line: string): JournalEvent | undefined {
  try {
    return journalEventSchema.parse(JSON.parse(line));
  } catch {
    return undefined; // the caller decides which
  }
}
