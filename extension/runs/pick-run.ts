import * as vscode from "vscode";
import { type RunRef, runRefSchema } from "../../shared/dashboard/messages.ts";
import { language } from "../language.ts";
import { inOrder, type RunOnRunner } from "./run-list.ts";
import { runDescription, shortened } from "./run-row.ts";
import { type RunsTree, refsOf } from "./runs-tree.ts";

/**
 * The runs that a command is for: rows of the tree (all that are selected, where the row is among them), a reference, or,
 * from the palette, what a person picks. Empty where nothing was picked.
 */
export async function runsFor(
  tree: RunsTree,
  argument: unknown,
  selected: unknown,
  accepts: (run: RunOnRunner) => boolean,
): Promise<RunOnRunner[]> {
  const found = given(argument, selected).flatMap((ref) => tree.find(ref) ?? []);
  if (found.length > 0) return found;
  const picked = await pickRun(tree.all().filter(accepts), vscode.l10n.t("Which run?"));
  return picked === undefined ? [] : [picked];
}

function given(argument: unknown, selected: unknown): RunRef[] {
  const ref = runRefSchema.safeParse(argument);
  if (ref.success) return [ref.data];
  return Array.isArray(selected) && selected.length > 1 ? selected.flatMap(refsOf) : refsOf(argument);
}

interface RunItem extends vscode.QuickPickItem {
  run: RunOnRunner;
}

const itemOf = (run: RunOnRunner): RunItem => ({
  run,
  label: shortened(run.run.name, 80),
  description: runDescription(run.run, language()),
  detail: [run.runnerName, ...run.run.tags, run.run.id].join(" · "),
});

export async function pickRun(runs: readonly RunOnRunner[], title: string): Promise<RunOnRunner | undefined> {
  if (runs.length === 0) {
    await vscode.window.showInformationMessage(vscode.l10n.t("There is no run that this could be done with."));
    return undefined;
  }
  const items = inOrder(runs).map(itemOf);
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true }))?.run;
}

export async function pickRuns(runs: readonly RunOnRunner[], title: string): Promise<RunOnRunner[]> {
  const items = inOrder(runs).map(itemOf);
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.map(({ run }) => run) ?? [];
}
