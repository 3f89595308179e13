import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { TestedParts } from "../../../extension/main.ts";
import { type CommandName, commandId } from "../../../extension/manifest/commands.ts";
import { isActive } from "../../../extension/runs/run-row.ts";
import type { RunRef } from "../../../shared/dashboard/messages.ts";
import type { RunState } from "../../../shared/journal.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { extension } from "./extension.ts";
import { eventually } from "./recipes.ts";

/** Real runs on the runner of this machine, for suites. */

/** A run's process starts, reads its data and trains its first steps on whatever processor is left. */
export const runWithinMs = 60_000;

export const parts = async (): Promise<TestedParts> => (await extension().activate()) as TestedParts;

export const command = <T>(name: CommandName, ...args: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(commandId(name), ...args);

/** The row of the tree that stands for the run, as a menu hands it over. */
export async function row(ref: RunRef): Promise<unknown> {
  const { tree } = await parts();
  return { kind: "run", run: tree.find(ref) };
}

export async function summary(ref: RunRef): Promise<RunSummary> {
  const found = (await parts()).tree.find(ref);
  assert(found, `${ref.run} is in the tree`);
  return found.run;
}

/** Waits until the tree shows the run so. */
export async function runThat(
  ref: RunRef,
  what: string,
  accepts: (run: RunSummary) => boolean,
  withinMs = runWithinMs,
): Promise<RunSummary> {
  const { tree } = await parts();
  return eventually(
    `${ref.run} ${what}`,
    () => {
      const run = tree.find(ref)?.run;
      return run && accepts(run) ? run : undefined;
    },
    withinMs,
  ).catch((error: Error) => {
    const { state, step, reason } = tree.find(ref)?.run ?? {};
    throw new Error(`${error.message}; it is ${state} at step ${step}, ${reason}`);
  });
}

export const inState = (ref: RunRef, ...states: readonly RunState[]): Promise<RunSummary> =>
  runThat(ref, `to be ${states.join(" or ")}`, ({ state }) => states.includes(state));

/** Trains: steps have been done since `step`. */
export const trained = (ref: RunRef, step = 0): Promise<RunSummary> =>
  runThat(ref, `to train beyond step ${step}`, (run) => run.state === "running" && run.step > step);

/** *Run Experiment* on this machine's runner; resolves with the run that it made. */
export async function runExperiment(recipe: vscode.Uri): Promise<RunRef> {
  const { runners, tree } = await parts();
  await runners.setSelected((await runners.startLocal()).id);
  const before = new Set(tree.all().map(({ run }) => run.id));
  await command("runExperiment", recipe);
  return eventually("the new run", () => {
    const found = tree.all().find(({ run }) => !before.has(run.id));
    return found && { runner: found.runner, run: found.run.id };
  });
}

/** Every step of the run from its first, once each, from its records. */
export async function recordedSteps({ runner, run }: RunRef): Promise<number[]> {
  const link = await (await parts()).runners.open(runner);
  try {
    const steps = new Set<number>();
    let last = 0;
    link.on("run/records", ({ records }) => {
      for (const record of records) {
        last = record.sequence;
        // Going on from a checkpoint, a run does the steps after it anew.
        if (record.type === "environment")
          for (const step of steps) if (step > record.resumedFromStep) steps.delete(step);
        if (record.type === "metrics" && record.values["train/loss"] !== undefined) steps.add(record.step);
      }
    });
    const { lastSequence } = await link.request("subscribe", { run });
    await eventually(`record ${lastSequence}`, () => (last >= lastSequence ? true : undefined));
    return [...steps].sort((a, b) => a - b);
  } finally {
    link.close();
  }
}

/** Ends and deletes all runs, and stops the runner: the window is left as it was found. */
export async function removeRuns(): Promise<void> {
  const { runners, tree } = await parts();
  if (runners.get("local")?.state !== "connected") return;
  const link = await runners.connected("local");
  for (const { run } of tree.all().filter(({ runner }) => runner === "local")) {
    if (isActive(run) || run.state === "paused" || run.state === "interrupted")
      await link.request("stop", { run: run.id });
    await eventually(`${run.id} to be deleted`, () =>
      link.request("delete", { run: run.id }).then(
        () => true as const,
        (error: { code?: string }) => (error.code === "wrong-state" ? undefined : Promise.reject(error)),
      ),
    );
  }
  await runners.stopLocal();
}
