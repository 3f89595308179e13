import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { closeAll, diagnosed, eventually, untitledRecipe, workspaceUri } from "../support/recipes.ts";

const { executeCommand } = vscode.commands;

describe("recipe: compare", () => {
  afterEach(closeAll);

  it("shows both written out, and above them the fields that differ", async () => {
    const presetUri = (name: string) => vscode.Uri.parse(`recipe-lab-preset:/${name}.recipe.json`);
    await executeCommand("recipeLab.compareRecipes", presetUri("paper:baseline"), presetUri("paper:efficient"));
    const tab = await eventually("the difference", () => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.input instanceof vscode.TabInputTextDiff ? activeTab.input : undefined;
    });
    const [left, right] = await Promise.all(
      [tab.original, tab.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    const header = left?.getText().split("{")[0];
    assert.match(header ?? "", /4 fields differ:\n.*learningRate\.warmup\.epochs: 0 → 5/s);
    assert(right?.getText().startsWith(header ?? "-"));
    assert.match(left?.getText() ?? "", /"batchSize": 256/);
    assert.match(right?.getText() ?? "", /"batchSize": 1024/);
  });
});

describe("recipe: new", () => {
  afterEach(closeAll);

  it("opens a recipe with comments, to be saved beside the others", async () => {
    await executeCommand("recipeLab.newRecipe", { preset: "small:baseline", format: "cifar", name: "fresh" });
    const document = vscode.window.activeTextEditor?.document;
    assert(document);
    assert.equal(document.languageId, "recipe");
    assert.equal(document.uri.path, workspaceUri("fresh.recipe.json").path);
    assert.match(document.getText(), /\/\/ .*\n\{\n {2}"name": "fresh",\n {2}"extends": "small:baseline"/);
    await diagnosed(document, []);
  });
});

describe("recipe: plot schedule", () => {
  afterEach(closeAll);

  it("opens a page beside the recipe, once", async () => {
    await untitledRecipe('{"name": "curve"}');
    const pages = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes("recipeLab.schedule"),
        );
    await executeCommand("recipeLab.plotSchedule");
    const page = await eventually("the page", () => pages().find(({ label }) => label === "Schedule: curve"));
    assert(page);
    await executeCommand("recipeLab.plotSchedule", vscode.window.activeTextEditor?.document.uri);
    assert.equal(pages().length, 1);
  });
});

describe("recipe: preview augmentations", () => {
  afterEach(closeAll);

  it("opens a page beside the recipe", async () => {
    await executeCommand("recipeLab.previewAugmentations", workspaceUri("small.recipe.json"));
    await eventually("the page", () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => label === "Augmentations: small.recipe.json"),
    );
  });
});

describe("recipe: example", () => {
  afterEach(closeAll);

  it("opens a copy to be changed", async () => {
    await executeCommand("recipeLab.openExample", "cifar10.recipe.json");
    const document = vscode.window.activeTextEditor?.document;
    assert(document);
    assert.equal(document.uri.scheme, "untitled");
    assert.equal(document.languageId, "recipe");
    assert.match(document.getText(), /"name": "cifar10-resnet20"/);
  });
});
