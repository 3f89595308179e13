import type { JournalEvent } from "../../../shared/journal.ts";

/** As many are kept at most: a run that sets many images aside, or says much, keeps the latest. */
export const mostNotes = 4_000;

/** What a journal says beside metrics. */
export type RunNote = Exclude<JournalEvent, { type: "metrics" }>;

/** Adds a note; in place of one too many goes the oldest that is not about where and from which step the run went on. */
export function addNote(notes: RunNote[], note: RunNote): void {
  notes.push(note);
  if (notes.length <= mostNotes) return;
  const oldest = notes.findIndex(({ type }) => type !== "environment");
  notes.splice(Math.max(0, oldest), 1);
}
