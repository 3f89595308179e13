import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { extension } from "../support/extension.ts";

/** Longer than the first pause of every back-off. */
const whileMs = 5000;

describe("in a workspace that is not trusted", () => {
  it("a recipe is explained, and the extension has started", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const [file] = await vscode.workspace.findFiles("unwise.recipe.json");
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file!));
    const deadline = Date.now() + 20_000;
    const explained = () => vscode.languages.getDiagnostics(file!).length > 0 && extension().isActive;
    while (!explained() && Date.now() < deadline) await setTimeout(20);
    assert.equal(explained(), true);
  });

  it("the workspace's own settings name no runner", () => {
    // What the user has in the settings of the machine counts; what the folder brings does not.
    const { workspaceValue, workspaceFolderValue } =
      vscode.workspace.getConfiguration("recipeLab").inspect("runners") ?? {};
    assert.deepEqual([workspaceValue, workspaceFolderValue], [undefined, undefined]);
  });

  it("views and commands that would contact or start a runner do not, whatever they ask", async () => {
    await vscode.commands.executeCommand("recipeLab.runners.focus");
    for (const command of ["runExperiment", "previewAugmentations", "startLocalRunner", "openDashboard"])
      void vscode.commands.executeCommand(`recipeLab.${command}`).then(undefined, () => {}); // a question may stay open
    await setTimeout(whileMs); // the listener of the test around us counts who comes
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  });
});
