import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { runKey } from "../../data/run-key.ts";
import type { ListedRun } from "../../data/run-store.ts";
import type { RunRow } from "./column.ts";
import type { RunRecipe } from "./run-recipes.ts";

/**
 * The rows of a list of runs, in its order.
 *
 * @param now milliseconds since 1970: how long a run has taken that still runs
 */
export function rowsOf(
  runs: readonly ListedRun[],
  {
    recipes,
    runners,
    now,
  }: { recipes: ReadonlyMap<string, RunRecipe>; runners: ReadonlyMap<string, string>; now: number },
): RunRow[] {
  return runs.map(({ ref, summary }) => {
    const key = runKey(ref);
    const read = recipes.get(key);
    return {
      key,
      ref,
      summary,
      runner: runners.get(ref.runner) ?? ref.runner,
      recipe: read !== undefined && "recipe" in read ? read.recipe : null,
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
