import { EpochTable, top1Of } from "../../shared/replay.ts";
import { eachCurrentRecord, type JournalEnd } from "../runs/journal-reader.ts";

/** What a process that goes on with a run has to know of those before it. It grows with the epochs, not with the steps. */
export interface Past {
  /** Validation top-1 by step. */
  top1: Map<number, number>;
  epochs: EpochTable;
  /** Names of the images that the journal knows as broken. */
  quarantined: Set<string>;
  /** Where the journal ends. */
  end: JournalEnd;
}

/** Reads it out of the journal. `start` is the step that the process goes on from, where it has not written so yet. */
export async function readPast(journal: string, start?: number): Promise<Past> {
  const past = { top1: new Map<number, number>(), epochs: new EpochTable(), quarantined: new Set<string>() };
  const end = await eachCurrentRecord(
    journal,
    (event) => {
      past.epochs.add(event);
      const top1 = top1Of(event);
      if (event.type === "metrics" && top1 !== undefined) past.top1.set(event.step, top1);
      if (event.type === "quarantine") past.quarantined.add(event.image);
    },
    start,
  );
  return { ...past, end };
}
