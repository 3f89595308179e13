import * as vscode from "vscode";
import type { RunRef } from "../shared/dashboard/messages.ts";
import type { RunnerConnections } from "./runners/connections.ts";
import type { RunsTree } from "./runs/runs-tree.ts";

/**
 * What a person has reached, as context keys for the walkthrough's ticks: `hasRuns`, `hasRemoteRunner`, and `cameBack`, once a
 * run of an earlier window is found: one of this machine that is older than this window, or one of `earlier`, those started from
 * this editor whose end nobody has been told.
 */
export function followProgress(
  runners: RunnerConnections,
  tree: RunsTree,
  earlier: readonly RunRef[],
): vscode.Disposable {
  const openedAt = Date.now();
  const local = runners.all.find(({ kind }) => kind === "local")?.id;
  const reached = new Set<string>();
  const reach = (key: string, is: boolean) => {
    if (!is || reached.has(key)) return;
    reached.add(key);
    void vscode.commands.executeCommand("setContext", `recipeLab.${key}`, true);
  };
  const look = () => {
    reach("hasRuns", tree.all().length > 0);
    reach(
      "hasRemoteRunner",
      runners.all.some(({ kind }) => kind === "remote"),
    );
    reach(
      "cameBack",
      tree.all().some(({ runner, run }) => runner === local && run.createdAt < openedAt) ||
        earlier.some((ref) => tree.find(ref) !== undefined),
    );
  };
  look();
  return runners.onDidChange(look);
}
