import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import * as vscode from "vscode";
import { viewId } from "../../../extension/manifest/views.ts";
import type { RunRef } from "../../../shared/dashboard/messages.ts";
import type { RunState } from "../../../shared/journal.ts";
import {
  chooseInNotification,
  clickTreeRow,
  itByHand,
  notificationText,
  pick,
  statusBarText,
  webviewTexts,
} from "../support/hands.ts";
import { closeAll, eventually, workspaceUri } from "../support/recipes.ts";
import {
  command,
  inState,
  parts,
  recordedSteps,
  removeRuns,
  row,
  runExperiment,
  runThat,
  runWithinMs,
  summary,
  trained,
} from "../support/runs.ts";

/** The life of runs as commands lead them, on a real runner: each test begins where the one before it ended. */

const dashboards = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes("recipeLab.dashboard"));

/** The states that it has been in, by its journal. */
async function states({ runner, run }: RunRef): Promise<RunState[]> {
  const link = await (await parts()).runners.connected(runner);
  const { events } = await link.request("events", { run });
  return events.flatMap((event) => (event.type === "state" ? [event.state] : []));
}

const removeAll = async () => {
  await removeRuns();
  await closeAll();
  await vscode.commands.executeCommand("notifications.clearAll");
};

describe("run: trains", () => {
  let run: RunRef;
  after(removeAll);

  it("Run Experiment submits what is on the screen, and opens its dashboard", async () => {
    const document = await vscode.workspace.openTextDocument(workspaceUri("long.recipe.json"));
    await vscode.window.showTextDocument(document);
    run = await runExperiment(document.uri);
    assert.equal((await summary(run)).name, "long");
    await eventually("the dashboard", () => dashboards()[0]);
    await trained(run);
    assert.deepEqual(await states(run), ["queued", "preparing", "running"]);
  });

  itByHand("the status bar and the dashboard say how it goes", async () => {
    const text = await statusBarText("long", runWithinMs);
    assert.match(text, /long [\d,]+\/[\d,]+ · [\d.]+ % · [\d,.]+ img\/s/);
    await eventually("the run in the dashboard", async () =>
      (await webviewTexts(".run-header")).find((header) => header.includes("long") && header.includes("running")),
    );
  });

  it("is paused, and rests", async () => {
    await command("pauseRun", await row(run));
    const paused = await inState(run, "paused");
    assert(paused.step > 0);
    assert.equal((await summary(run)).step, paused.step);
  });

  it("is resumed, and goes on from there", async () => {
    const { step } = await summary(run);
    await command("resumeRun", await row(run));
    await trained(run, step);
    const steps = await recordedSteps(run);
    assert.deepEqual(
      steps,
      steps.map((_, i) => i + 1),
    );
  });

  it("is stopped", async () => {
    await command("stopRun", await row(run));
    const { endedAt } = await inState(run, "stopped");
    assert(endedAt !== null);
    const again = ["queued", "preparing", "running"];
    assert.deepEqual(await states(run), [...again, "paused", ...again, "stopped"]);
  });

  itByHand("goes on from a checkpoint that is chosen", async () => {
    const resumed = command("resumeFromCheckpoint", await row(run));
    await pick("step ");
    await resumed;
    await trained(run);
  });

  itByHand("is not deleted while it trains without a question", async () => {
    // Under tests VS Code refuses to keep its window waiting, and says which question it refused. The answers: questions.test.ts.
    const deleted = command("deleteRun", await row(run));
    await notificationText("long has not ended. Stop and delete it?");
    await deleted;
    const { step } = await summary(run);
    await trained(run, step);
  });

  itByHand("is deleted when it rests, and brought back by the notification's Undo", async () => {
    const { tree } = await parts();
    await command("stopRun", await row(run));
    await inState(run, "stopped");
    await command("deleteRun", await row(run));
    await eventually("the run to be gone", () => tree.find(run) === undefined || undefined);
    await notificationText("long is in the trash folder of this machine");
    await chooseInNotification("Undo");
    const { state } = await runThat(run, "to be back", () => true);
    assert.equal(state, "stopped");
  });
});

describe("run: completes", () => {
  let run: RunRef;
  after(removeAll);

  it("trains to its end, every step once", async () => {
    run = await runExperiment(workspaceUri("small.recipe.json"));
    const { step, totalSteps, best, endedAt } = await inState(run, "completed");
    assert.deepEqual([step, totalSteps], [15, 15]);
    assert(best !== null && endedAt !== null);
    assert.deepEqual(
      await recordedSteps(run),
      Array.from({ length: 15 }, (_, i) => i + 1),
    );
  });

  itByHand("its end is told, with a way to it", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const text = await notificationText("small finished");
    assert.match(text, /small finished: top-1 [\d.]+ % \(best, epoch \d\), [\d.]+ s/);
    for (const button of ["Open", "Compare with…", "Confusion Matrix"]) assert(text.includes(button), button);
    await chooseInNotification("Open");
    await eventually("the dashboard", () => dashboards()[0]);
  });

  it("Open Dashboard shows it, in the one panel that there is", async () => {
    await command("openDashboard", run);
    await eventually("the dashboard", () => dashboards()[0]);
    await command("openDashboard", run, "confusion");
    assert.equal(dashboards().length, 1);
  });

  itByHand("a row that is clicked in the tree shows it", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand(`${viewId("runs")}.focus`);
    await clickTreeRow("small");
    await eventually("the dashboard", () => dashboards()[0]);
  });

  itByHand("goes on from an earlier checkpoint, and completes again", async () => {
    const { endedAt } = await summary(run);
    const resumed = command("resumeFromCheckpoint", await row(run));
    await pick("step 10");
    await resumed;
    await runThat(run, "to end again", (now) => now.state === "completed" && now.endedAt !== endedAt);
    assert.equal((await recordedSteps(run)).length, 15);
  });

  it("Rerun with Changes opens its recipe, which runs", async () => {
    await command("rerunWithChanges", await row(run));
    const document = vscode.window.activeTextEditor?.document;
    assert(document);
    assert.deepEqual([document.uri.scheme, document.languageId], ["untitled", "recipe"]);
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('"seed": 3');
    edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + 9)), '"seed": 4');
    await vscode.workspace.applyEdit(edit);
    const again = await runExperiment(document.uri);
    assert.notEqual(again.run, run.run);
    await inState(again, "completed");
    const link = (await parts()).runners.link("local");
    const { recipe } = (await link?.request("get", { run: again.run })) ?? {};
    assert.match(recipe ?? "", /"seed": 4/);
  });

  itByHand("Compare Selected Runs shows all that are selected, in one dashboard", async () => {
    const { tree } = await parts();
    const rows = tree.all().map((each) => ({ kind: "run", run: each }));
    assert.equal(rows.length, 2);
    await command("compareRuns", rows[0], rows);
    await eventually("both runs in the page's legend", async () =>
      (await webviewTexts(".run-header")).length >= 1 ? true : undefined,
    );
    assert.equal(dashboards().length, 1);
  });
});
