import * as vscode from "vscode";
import type { RunRef } from "../shared/dashboard/messages.ts";
import type { RunnerConnections } from "./runners/connections.ts";
import type { RunsTree } from "./runs/runs-tree.ts";

export interface Progress extends vscode.Disposable {
  /**
   * Opens the walkthrough. VS Code ticks a step when its key becomes true, and not where it is true already when the
   * walkthrough is first read; so the keys become true once more when it is there.
   */
  open(walkthrough: string): Promise<void>;
}

/**
 * What a person has reached, as context keys for the walkthrough's ticks: `hasRuns`, `hasRemoteRunner`, and `cameBack`, once a
 * run of an earlier window is found: one of this machine that is older than this window, or one of `earlier`, those started from
 * this editor whose end nobody has been told.
 */
export function followProgress(runners: RunnerConnections, tree: RunsTree, earlier: readonly RunRef[]): Progress {
  const openedAt = Date.now();
  const local = runners.all.find(({ kind }) => kind === "local")?.id;
  const reached = new Set<string>();
  const reach = (key: string, is: boolean) => {
    if (!is || reached.has(key)) return;
    reached.add(key);
    void tell(key, true);
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
  const subscription = runners.onDidChange(look);
  return {
    open: async (walkthrough) => {
      await Promise.all([...reached].map((key) => tell(key, false)));
      await vscode.commands.executeCommand("workbench.action.openWalkthrough", walkthrough, false);
      await Promise.all([...reached].map((key) => tell(key, true)));
    },
    dispose: () => subscription.dispose(),
  };
}

const tell = (key: string, is: boolean) => vscode.commands.executeCommand("setContext", `recipeLab.${key}`, is);
