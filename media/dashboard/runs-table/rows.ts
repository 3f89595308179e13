import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { type Answer, answered } from "../../data/lazy-answers.ts";
import { runKey } from "../../data/run-key.ts";
import type { ListedRun } from "../../data/run-store.ts";
import type { RunRow } from "./column.ts";
import { bestKey } from "./questions.ts";

/** What is known of runs beyond their list. */
export interface RowParts {
  /** By `runKey`. */
  recipes: ReadonlyMap<string, Answer<object>>;
  /** By `bestKey`. */
  bests: ReadonlyMap<string, Answer<number | null>>;
  /** Names of runners by their ids. */
  runners: ReadonlyMap<string, string>;
  /** Milliseconds since 1970: how long a run has taken that still runs. */
  now: number;
}

/** The rows of a list of runs, in its order. */
export function rowsOf(runs: readonly ListedRun[], { recipes, bests, runners, now }: RowParts): RunRow[] {
  return runs.map(({ ref, summary }) => {
    const key = runKey(ref);
    return {
      key,
      ref,
      summary,
      runner: runners.get(ref.runner) ?? ref.runner,
      recipe: answered(recipes.get(key)),
      best: (metric) => answered(bests.get(bestKey(key, metric))) ?? undefined,
      seconds: secondsOf(summary, now),
    };
  });
}

/** Of a run that rests and may go on, nobody has said when it came to rest. */
function secondsOf({ state, startedAt, endedAt }: RunSummary, now: number): number | undefined {
  if (startedAt === null) return undefined;
  if (endedAt !== null) return (endedAt - startedAt) / 1000;
  return state === "running" || state === "preparing" ? Math.max(0, now - startedAt) / 1000 : undefined;
}
