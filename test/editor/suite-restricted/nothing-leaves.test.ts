import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { type CommandName, type CommandNotes, commandId, commands } from "../../../extension/manifest/commands.ts";
import type { Heard } from "../host/canary.ts";
import { variables } from "../host/results.ts";
import { extension } from "../support/extension.ts";
import { chooseInNotification, clickTrust, itByHand, notificationText } from "../support/hands.ts";
import { eventually } from "../support/recipes.ts";
import { setToken } from "../support/runners.ts";
import { parts } from "../support/runs.ts";

/** Longer than the first pause of every back-off. */
const whileMs = 5000;

/** The listener that the user's own settings name as a runner, and the one that the folder's settings name. */
const [own, hostile] = JSON.parse(process.env[variables.canaries] ?? "[]") as { url: string; report: string }[];
const heardBy = async (canary: typeof own): Promise<Heard> => (await fetch(canary!.report)).json() as Promise<Heard>;
const silence: Heard = { connections: 0, bytes: 0 };

describe("in a workspace that is not trusted", () => {
  it("a recipe is explained, and the extension has started", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const [file] = await vscode.workspace.findFiles("unwise.recipe.json");
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file!));
    await eventually("problems", () => vscode.languages.getDiagnostics(file!).length > 0 || undefined);
    assert.equal(extension().isActive, true);
  });

  it("the user's own runner is known, with its token; the folder's is not", async () => {
    const { runners } = await parts();
    // There is something to be sent: without a token nothing would leave in any case.
    for (const { url } of [own!, hostile!]) await setToken(url, "canary-".padEnd(43, "x"));
    assert.deepEqual(
      runners.all.map(({ id, state }) => [id, state]),
      [[own!.url, "idle"]],
    );
    const { workspaceValue, workspaceFolderValue } =
      vscode.workspace.getConfiguration("recipeLab").inspect("runners") ?? {};
    assert.deepEqual([workspaceValue, workspaceFolderValue], [undefined, undefined]);
  });

  it("views and commands that would contact or start a runner do not, whatever they ask", async () => {
    const { runners } = await parts();
    await vscode.commands.executeCommand("recipeLab.runners.focus");
    await vscode.commands.executeCommand("recipeLab.runs.focus");
    // Each asks for trust in a message that stays, so that none is waited for.
    for (const [name, notes] of Object.entries(commands) as [CommandName, CommandNotes][])
      if (!notes.untrusted) void vscode.commands.executeCommand(commandId(name), own!.url);
    runners.wake();
    for (const attempt of [() => runners.open(own!.url), () => runners.connected(own!.url), () => runners.startLocal()])
      await assert.rejects(attempt, { code: "untrusted" });
    await setTimeout(whileMs);
    assert.deepEqual([await heardBy(own), await heardBy(hostile)], [silence, silence]);
    assert.equal(runners.get("local"), undefined);
  });

  itByHand("a command asks for trust first", async () => {
    await vscode.commands.executeCommand("notifications.clearAll");
    const asked = vscode.commands.executeCommand(commandId("startLocalRunner"));
    const text = await notificationText("No runner is contacted or started in a workspace that is not trusted.");
    assert.match(text, /Manage Workspace Trust/);
    await chooseInNotification("Manage Workspace Trust");
    await asked;
  });
});

describe("when the workspace is trusted", () => {
  itByHand("the user's own runner is contacted by itself, with its token, and the folder's is not", async () => {
    // On the page that the command before has led to.
    await clickTrust();
    await eventually("trust", () => vscode.workspace.isTrusted || undefined);
    await eventually("a word to the user's own runner", async () => (await heardBy(own)).bytes > 0 || undefined);
    await setTimeout(whileMs);
    assert.deepEqual(await heardBy(hostile), silence);
    const { runners } = await parts();
    assert.deepEqual(
      runners.all.map(({ id }) => id),
      [own!.url],
    );
  });

  itByHand("a runner of this machine keeps its runs where the user says, not where the folder does", async () => {
    const { runners } = await parts();
    const { runsFolder } = await runners.startLocal();
    assert.notEqual(runsFolder, "/nowhere");
    await runners.stopLocal();
  });
});
