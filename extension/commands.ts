import * as vscode from "vscode";
import type { CommandHandlers } from "./command-handlers.ts";
import { errorText } from "./language.ts";
import { type CommandName, type CommandNotes, commandId, commands } from "./manifest/commands.ts";

/**
 * Registers every command of the manifest. What goes wrong in one is shown and written to the log; those that contact or
 * start something ask for trust in the workspace first.
 */
export function registerCommands(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  handlers: CommandHandlers<CommandName>,
): void {
  for (const name of Object.keys(commands) as CommandName[]) {
    const notes: CommandNotes = commands[name];
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        if (!notes.untrusted && !vscode.workspace.isTrusted) return await askForTrust();
        return await handlers[name](...args);
      } catch (error) {
        log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
        const showLog = vscode.l10n.t("Show Log");
        // Not awaited: the command has ended, however long the message stays.
        void vscode.window.showErrorMessage(errorText(error), showLog).then((chosen) => {
          if (chosen === showLog) log.show();
        });
        return undefined;
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(commandId(name), run));
  }
}

async function askForTrust(): Promise<void> {
  const manage = vscode.l10n.t("Manage Workspace Trust");
  const text = vscode.l10n.t("No runner is contacted or started in a workspace that is not trusted.");
  if ((await vscode.window.showWarningMessage(text, manage)) === manage)
    await vscode.commands.executeCommand("workbench.trust.manage");
}
