import * as vscode from "vscode";
import { registerCommands } from "./commands.ts";
import { Dashboards } from "./dashboard/dashboards.ts";
import { followProgress } from "./progress.ts";
import { registerRecipeLanguage } from "./recipe/register-recipe-language.ts";
import { registerRecipePages } from "./recipe-pages/register-recipe-pages.ts";
import type { RunnerConnections } from "./runners/connections.ts";
import { registerRunners } from "./runners/register-runners.ts";
import { runCommands } from "./runs/run-commands.ts";
import { runExperiment } from "./runs/run-experiment.ts";
import { RunsTree } from "./runs/runs-tree.ts";
import { registerStatusBar } from "./runs/status-bar.ts";
import { WatchedRuns } from "./runs/watched-runs.ts";

/** What tests of the extension look into. */
export interface TestedParts {
  runners: RunnerConnections;
  tree: RunsTree;
  secrets: vscode.SecretStorage;
}

/** The extension, part by part. */
export function activate(context: vscode.ExtensionContext): TestedParts | undefined {
  const log = vscode.window.createOutputChannel("Recipe Lab", { log: true });
  const { runners, commands: runnerCommands } = registerRunners(context, log);
  const chosenChanged = new vscode.EventEmitter<void>();
  const recipes = registerRecipeLanguage(context, log, {
    name: () => runners.selected?.name ?? null,
    onDidChange: chosenChanged.event,
  });
  const pageCommands = registerRecipePages(context, log, recipes, runners);
  const tree = new RunsTree(runners, context.workspaceState);
  const watched = new WatchedRuns(runners, tree, context.globalState, log);
  const progress = followProgress(runners, tree, watched.refs);
  const dashboards = new Dashboards(context, runners, log);
  const chosen = tellWhenChosen(runners, chosenChanged);
  context.subscriptions.push(
    log,
    chosenChanged,
    chosen,
    tree,
    watched,
    progress,
    dashboards,
    registerStatusBar(runners, tree),
  );
  registerCommands(context, log, {
    ...runnerCommands,
    ...pageCommands,
    ...runCommands({ runners, tree, watched, dashboards }),
    runExperiment: (argument: unknown) => runExperiment({ runners, recipes, watched, dashboards }, argument),
    openWalkthrough: () => progress.open(`${context.extension.id}#start`),
    showLog: () => log.show(),
  });
  return context.extensionMode === vscode.ExtensionMode.Test ? { runners, tree, secrets: context.secrets } : undefined;
}

/** Figures of a runner change all the time, its name hardly ever. */
function tellWhenChosen(runners: RunnerConnections, changed: vscode.EventEmitter<void>): vscode.Disposable {
  let last = runners.selected?.name;
  return runners.onDidChange(() => {
    const now = runners.selected?.name;
    if (now === last) return;
    last = now;
    changed.fire();
  });
}
