import type { JournalEvent } from "../../shared/journal.ts";
import { lineAt } from "./journal-lines.ts";
import { MetricsRecord } from "./metrics-record.ts";
import { parseRecord } from "./parse-record.ts";

export type OtherEvent = Exclude<JournalEvent, { type: "metrics" }>;

/** Reads the records in a journal's bytes, one after the other. */
export class RecordReader {
  /** The record that was read last, where it is one of metrics. */
  readonly metrics = new MetricsRecord();
  /** Where the line after the last one begins. */
  next = 0;

  /** Reads the line that begins at `at`: "metrics", or another record, or undefined where the line is damaged. */
  read(bytes: Buffer, at: number): OtherEvent | "metrics" | undefined {
    this.next = this.metrics.read(bytes, at);
    if (this.next >= 0) return "metrics";
    const line = lineAt(bytes, at);
    this.next = line.next;
    const event = parseRecord(line.text);
    if (event?.type !== "metrics") return event;
    this.metrics.set(event);
    return "metrics";
  }
}
