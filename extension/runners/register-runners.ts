import type * as vscode from "vscode";
import type { RunnerConnections } from "./connections.ts";

/** The view RUNNERS, the commands about runners, and the connections that everything else uses. */
export declare function registerRunners(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): RunnerConnections;
