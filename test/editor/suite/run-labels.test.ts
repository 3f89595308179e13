import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { RunRef } from "../../../shared/dashboard/messages.ts";
import { answer, closed, itByHand, openedWindows, pick, press, texts } from "../support/hands.ts";
import { closeAll, eventually, workspaceUri } from "../support/recipes.ts";
import { command, inState, parts, removeRuns, row, runExperiment, runThat, summary } from "../support/runs.ts";

/** What people write on runs, how they find them again, and what they take from them. */

describe("run: labels", () => {
  let run: RunRef;
  before(async function () {
    this.timeout(120_000);
    run = await runExperiment(workspaceUri("small.recipe.json"));
    await inState(run, "completed");
    // The dashboard takes the focus back some time after a question ends, and would take it from the next one.
    await closeAll();
  });
  after(async () => {
    await removeRuns();
    await closeAll();
    await vscode.commands.executeCommand("notifications.clearAll");
  });

  itByHand("is renamed", async () => {
    const renamed = command("renameRun", await row(run));
    await answer("reference");
    await renamed;
    await closed();
    await runThat(run, "to have its name", ({ name }) => name === "reference");
  });

  itByHand("keeps its name where the question is left", async () => {
    const renamed = command("renameRun", await row(run));
    await eventually("the question", async () => (await texts(".quick-input-title"))[0] || undefined);
    await press("Escape");
    await renamed;
    await closed();
    assert.equal((await summary(run)).name, "reference");
  });

  itByHand("gets a note", async () => {
    const noted = command("editNote", await row(run));
    await answer("with the first seed");
    await noted;
    await closed();
    await runThat(run, "to have its note", ({ note }) => note === "with the first seed");
  });

  itByHand("gets tags, each once and without blanks around", async () => {
    const tagged = command("editTags", await row(run));
    await answer(" paper, first ,paper,");
    await tagged;
    await closed();
    assert.deepEqual((await runThat(run, "to have tags", ({ tags }) => tags.length > 0)).tags, ["paper", "first"]);
  });

  it("is pinned, and not any more", async () => {
    await command("pinRun", await row(run));
    await runThat(run, "to be pinned", ({ pinned }) => pinned);
    await command("unpinRun", await row(run));
    await runThat(run, "not to be pinned", ({ pinned }) => !pinned);
  });

  it("its recipe is in the clipboard, as it was written", async () => {
    await command("copyRecipe", await row(run));
    const written = await vscode.workspace.fs.readFile(workspaceUri("small.recipe.json"));
    assert.equal(await vscode.env.clipboard.readText(), Buffer.from(written).toString());
  });

  itByHand("its folder opens in a window of its own, where no file manager can show it", async () => {
    await command("revealRunFolder", await row(run));
    const [address] = await eventually("a window", async () => {
      const opened = await openedWindows();
      return opened.length > 0 ? opened : undefined;
    });
    const { runsFolder } = (await parts()).runners.get("local") ?? {};
    assert(decodeURIComponent(address ?? "").includes(`${runsFolder}/${run.run}`), address);
  });

  itByHand("the tree is filtered by words, and shows all again", async () => {
    const { tree } = await parts();
    const filtered = command("filterRuns");
    await answer("paper nothing-like-it");
    await filtered;
    await closed();
    assert.deepEqual(tree.getChildren(), []);
    const found = command("filterRuns");
    await answer("FIRST paper");
    await found;
    await closed();
    assert.equal(tree.getChildren().length, 1);
    const all = command("filterRuns");
    await answer("");
    await all;
    await closed();
  });

  itByHand("the tree is grouped, and the choice is kept", async () => {
    const { tree } = await parts();
    const grouped = command("groupRuns");
    await pick("Tag");
    await grouped;
    await closed();
    assert.deepEqual(
      tree.getChildren().map((child) => tree.getTreeItem(child).label),
      ["paper", "first"],
    );
    const flat = command("groupRuns");
    await pick("No groups");
    await flat;
    await closed();
    assert.equal(tree.getChildren().length, 1);
  });
});
