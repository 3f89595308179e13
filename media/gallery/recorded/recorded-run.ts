import { z } from "zod";
import { journalEventSchema } from "../../../shared/journal.ts";
import { type Bucket, type ResultOf, requests } from "../../../shared/protocol/requests.ts";

/** What a runner once said of a run: the gallery shows it again. */
export interface RecordedRun extends ResultOf<"get"> {
  records: readonly z.output<typeof journalEventSchema>[];
  evaluation: ResultOf<"evaluation">;
  /** Answers to `history`: of a run that is too long to be read whole. */
  history?: (metric: string, most: number, fromStep: number, toStep: number) => Bucket[];
}

/** Reads a file of scripts/record-gallery.mjs: the answer to `get`, the one to `evaluation`, then the journal's records. */
export function readRun(text: string): RecordedRun {
  const [got, evaluation, ...records] = linesOf(text);
  return {
    ...requests.get.result.parse(got),
    evaluation: requests.evaluation.result.parse(evaluation),
    records: z.array(journalEventSchema).parse(records),
  };
}

export const linesOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
