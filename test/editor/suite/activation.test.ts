import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { extension } from "../support/extension.ts";

describe("activation", () => {
  it("activates when a recipe is opened, and not before", async () => {
    assert.equal(extension().isActive, false);
    const [file] = await vscode.workspace.findFiles("small.recipe.json");
    assert(file !== undefined, "the workspace has a recipe");
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.languageId, "recipe");
    await vscode.window.showTextDocument(document);
    const deadline = Date.now() + 20_000;
    while (!extension().isActive && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(extension().isActive, true);
  });
});
