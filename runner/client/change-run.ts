import type { RunnerClient } from "../../shared/client/runner-client.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { printable } from "../terminal/style.ts";
import { withRunner } from "./command-options.ts";
import { findRun } from "./find-run.ts";
import type { RunnerOptions } from "./target.ts";

/** Options of a command that asks for one thing about one run. */
export type ChangeOptions = RunnerOptions & { json?: true };

/** What `pause`, `resume`, `label` and the like have in common: one request about one run, and how the run stands then. */
export async function changeRun(
  reference: string,
  options: ChangeOptions,
  change: (client: RunnerClient, run: RunSummary) => Promise<{ run: RunSummary }>,
): Promise<void> {
  const { run } = await withRunner(options, async (client) => change(client, await findRun(client, reference)));
  printChanged(run, options);
}

/** The run's id on stdout, its state in words. */
export function printChanged(run: RunSummary, { json }: ChangeOptions): void {
  const place = run.queuePosition === null ? "" : `, number ${run.queuePosition} in the queue`;
  const reason = run.reason === null ? "" : ` (${printable(run.reason)})`;
  console.error(`${printable(run.name)} is ${run.state}${place}${reason}`);
  console.log(json ? JSON.stringify(run, null, 2) : run.id);
}
