import * as vscode from "vscode";
import { commandId } from "../manifest/commands.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import { inOrder } from "./run-list.ts";
import { statusBarText } from "./run-row.ts";
import type { RunsTree } from "./runs-tree.ts";

/** While something trains: "◷ resnet50-efficient 12/120 · 58.2 % · 1,940 img/s". A click opens its dashboard. */
export function registerStatusBar(runners: RunnerConnections, tree: RunsTree): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("recipeLab.run", vscode.StatusBarAlignment.Left, 50);
  item.name = "Recipe Lab";
  let shown = "";
  const show = () => {
    const running = inOrder(tree.all().filter(({ run }) => run.state === "running"));
    const [first] = running;
    if (first === undefined) return item.hide();
    const more = running.length > 1 ? ` +${running.length - 1}` : "";
    item.text = `$(clock) ${statusBarText(first.run).replaceAll("$(", "$ (")}${more}`;
    item.tooltip = vscode.l10n.t("Open the dashboard of {0}", first.run.name.slice(0, 200));
    // A command that is set anew with each figure would lose clicks: VS Code forgets the former one at once.
    if (shown !== `${first.runner}\n${first.run.id}`) {
      shown = `${first.runner}\n${first.run.id}`;
      item.command = {
        command: commandId("openDashboard"),
        title: vscode.l10n.t("Open Dashboard"),
        arguments: [{ runner: first.runner, run: first.run.id }],
      };
    }
    item.show();
  };
  show();
  return vscode.Disposable.from(item, runners.onDidChange(show));
}
