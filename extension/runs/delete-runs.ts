import * as vscode from "vscode";
import type { RunnerConnections } from "../runners/connections.ts";
import { linkTo } from "./link-to.ts";
import type { RunOnRunner } from "./run-list.ts";
import { isActive, shortened } from "./run-row.ts";

/** A run ends after the step that it does, and a large step takes its time. */
const endsWithinMs = 120_000;

/** Moves runs to their runner's trash folder. Asks only where something still trains; else a way back is offered. */
export async function deleteRuns(runners: RunnerConnections, runs: readonly RunOnRunner[]): Promise<void> {
  const active = runs.filter(({ run }) => isActive(run) || run.state === "paused");
  if (active.length > 0 && !(await confirmStop(active))) return;
  const deleted: RunOnRunner[] = [];
  try {
    for (const one of runs) {
      const link = linkTo(runners, one.runner);
      if (active.includes(one)) {
        await link.request("stop", { run: one.run.id });
        await vscode.window.withProgress(
          {
            location: vscode.ProgressLocation.Window,
            title: vscode.l10n.t("Stopping {0}", shortened(one.run.name, 40)),
          },
          () => ended(runners, one),
        );
      }
      await link.request("delete", { run: one.run.id });
      deleted.push(one);
    }
  } finally {
    if (deleted.length > 0) void offerUndo(runners, deleted);
  }
}

async function confirmStop(active: readonly RunOnRunner[]): Promise<boolean> {
  const stop = vscode.l10n.t("Stop and Delete");
  const text =
    active.length === 1
      ? vscode.l10n.t("{0} has not ended. Stop and delete it?", shortened(active[0]!.run.name, 80))
      : vscode.l10n.t("{0} of these runs have not ended. Stop and delete them?", String(active.length));
  return (await vscode.window.showWarningMessage(text, { modal: true }, stop)) === stop;
}

/** Resolves when the run has ended, as it was asked to. */
function ended(runners: RunnerConnections, { runner, run }: RunOnRunner): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => {
      clearTimeout(timer);
      subscription.dispose();
      how();
    };
    const look = () => {
      const now = runners.get(runner)?.runs.find(({ id }) => id === run.id);
      if (now === undefined || !isActive(now)) settle(resolve);
    };
    const timer = setTimeout(() => {
      const text = vscode.l10n.t(
        "{0} was asked to stop and has not ended yet. Delete it then.",
        shortened(run.name, 80),
      );
      settle(() => reject(new Error(text)));
    }, endsWithinMs);
    const subscription = runners.onDidChange(look);
    look();
  });
}

async function offerUndo(runners: RunnerConnections, deleted: readonly RunOnRunner[]): Promise<void> {
  const undo = vscode.l10n.t("Undo");
  const text =
    deleted.length === 1
      ? vscode.l10n.t("{0} is in the trash folder of {1}.", shortened(deleted[0]!.run.name, 80), deleted[0]!.runnerName)
      : vscode.l10n.t("{0} runs are in the trash folders of their runners.", String(deleted.length));
  if ((await vscode.window.showInformationMessage(text, undo)) !== undo) return;
  try {
    for (const { runner, run } of deleted) await linkTo(runners, runner).request("restore", { run: run.id });
  } catch (error) {
    await vscode.window.showErrorMessage((error as Error).message);
  }
}
