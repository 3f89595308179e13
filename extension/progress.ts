import * as vscode from "vscode";
import type { RunRef } from "../shared/dashboard/messages.ts";
import type { RunnerConnections } from "./runners/connections.ts";
import type { RunsTree } from "./runs/runs-tree.ts";

/**
 * What a person has reached, as context keys for the walkthrough's ticks: `hasRuns`, `hasRemoteRunner`, and `cameBack`, once one
 * of `earlier`, the runs of an earlier window whose end nobody has been told, is found.
 */
export function followProgress(
  runners: RunnerConnections,
  tree: RunsTree,
  earlier: readonly RunRef[],
): vscode.Disposable {
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
      earlier.some((ref) => tree.find(ref) !== undefined),
    );
  };
  look();
  return runners.onDidChange(look);
}
