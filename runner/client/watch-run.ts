import type { RunnerClient } from "../../shared/client/runner-client.ts";
import type { RunState } from "../../shared/journal.ts";
import type { Plan } from "../../shared/plan.ts";
import { UserError } from "../errors.ts";
import { epochTable } from "../terminal/epoch-table.ts";
import { JournalProgress } from "../terminal/journal-progress.ts";
import { ProgressBar } from "../terminal/progress.ts";
import { followRun } from "./follow-run.ts";
import type { RunnerTarget } from "./target.ts";

/** A run in one of these states does not go on by itself. A paused or an interrupted run may. */
const final: ReadonlySet<RunState> = new Set(["completed", "failed", "stopped"]);

/**
 * Shows a run's progress until it is over, whatever happens to the connection meanwhile, and sets the exit code: 0 where
 * it completed. `client`, a connection to the same runner, is closed: following opens connections of its own.
 */
export async function watchRun(target: RunnerTarget, client: RunnerClient, run: string): Promise<void> {
  const { plan } = await client.request("get", { run });
  client.close();
  const bar = new ProgressBar();
  const progress = new JournalProgress(plan as Plan, bar);
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.once("SIGINT", leave);
  let lost = false;
  try {
    await followRun({
      target,
      run,
      signal: leaving.signal,
      onRecords: (records, upToDate) => {
        for (const record of records) progress.take(record);
        return upToDate && progress.state !== null && final.has(progress.state);
      },
      onLost: (error) => {
        if (!lost) bar.line(`${error.message} The run goes on without us; trying again.`);
        lost = true;
      },
      onConnected: () => {
        if (lost) bar.line(`Connected to ${target.address.url} again.`);
        lost = false;
      },
    });
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
    bar.line(`The run goes on. Watch it again: recipe-lab watch ${run}`);
    process.exitCode = 1;
    return;
  } finally {
    process.off("SIGINT", leave);
    bar.clear();
  }
  report(progress, plan as Plan, run);
}

function report(progress: JournalProgress, plan: Plan, run: string): void {
  const { epochs, state, reason, step } = progress;
  if (epochs.length > 0) console.error(`\n${epochTable(epochs)}\n`);
  console.log(run);
  if (state === "completed") return;
  if (state === "stopped") {
    console.error(`Stopped after step ${step} of ${plan.totalSteps}. Go on: recipe-lab resume ${run}`);
    process.exitCode = 1;
    return;
  }
  throw new UserError(
    "run-failed",
    `The run failed after step ${step} of ${plan.totalSteps}${reason === null ? "" : `: ${reason}`}. Its messages are above. When the cause is gone, go on with: recipe-lab resume ${run}`,
    { exitCode: 1 },
  );
}
