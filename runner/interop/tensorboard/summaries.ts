import type { JournalEvent } from "../../../shared/journal.ts";
import { metricNamed } from "../../../shared/metrics.ts";
import type { Plan } from "../../../shared/plan.ts";
import { scalar, summary, text } from "./event.ts";

/** What a run's records and recipe look like in TensorBoard. Pure, so that an export can do the same afterwards. */

type Metrics = JournalEvent & { type: "metrics" };

export function metricsSummary({ time, step, values }: Metrics): Uint8Array {
  return summary(
    time,
    step,
    Object.entries(values).map(([key, value]) => scalar(tagOf(key), value)),
  );
}

/** TensorBoard makes a section of what stands before the slash. */
export function tagOf(key: string): string {
  const metric = metricNamed(key);
  if (metric === undefined) throw new Error(`${key} is not in the list of metrics`);
  return key.includes("/") ? key : `${metric.group}/${key}`;
}

export function recipeSummary(timeMs: number, plan: Plan, recipeText: string): Uint8Array {
  return summary(timeMs, 0, [
    text("recipe/as written", codeBlock(recipeText)),
    text("recipe/as resolved", codeBlock(JSON.stringify(plan.recipe, null, 2))),
  ]);
}

/** With more backticks around than there are inside. */
export function codeBlock(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}json\n${code.trimEnd()}\n${fence}`;
}
