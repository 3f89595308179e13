import * as vscode from "vscode";
import type { CommandHandlers } from "../command-handlers.ts";
import { RunnerConnections } from "./connections.ts";
import { LocalRunner } from "./local-runner.ts";
import { type RunnerCommand, runnerCommands } from "./runner-commands.ts";
import { localRunsFolder } from "./runner-settings.ts";
import { RunnersTree } from "./runners-tree.ts";
import { Tokens } from "./tokens.ts";

/** The view RUNNERS, the commands about runners, and the connections that everything else uses. */
export function registerRunners(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): { runners: RunnerConnections; commands: CommandHandlers<RunnerCommand> } {
  const storage = context.globalStorageUri;
  const tokens = new Tokens(context.secrets);
  const local = new LocalRunner({
    folder: vscode.Uri.joinPath(storage, "runner").fsPath,
    program: vscode.Uri.joinPath(context.extensionUri, "dist", "recipe-lab.mjs").fsPath,
    runsFolder: () => localRunsFolder(storage),
  });
  const runners = new RunnerConnections({ local, tokens, storage, memory: context.workspaceState, log });
  context.subscriptions.push(runners, new RunnersTree(runners));
  return { runners, commands: runnerCommands(runners, tokens) };
}
