import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { type CommandName, commandId, commands } from "../../../extension/manifest/commands.ts";
import { extension } from "../support/extension.ts";
import { asked, itByHand, notificationText, press } from "../support/hands.ts";
import { closeAll, eventually, workspaceUri } from "../support/recipes.ts";
import { command } from "../support/runs.ts";

describe("in Korean", () => {
  before(async () => {
    await extension().activate();
  });
  after(closeAll);

  it("the window speaks it", () => assert.equal(vscode.env.language, "ko"));

  it("every command has its Korean title", () => {
    const { contributes } = extension().packageJSON as {
      // In another language VS Code keeps the English beside it, for the palette.
      contributes: { commands: { command: string; title: string | { original: string; value: string } }[] };
    };
    const titles = new Map(
      contributes.commands.map(({ command: id, title }) => [id, typeof title === "string" ? title : title.value]),
    );
    for (const [name, { title }] of Object.entries(commands))
      assert.equal(titles.get(commandId(name as CommandName)), title.ko);
  });

  it("problems and hovers are in Korean", async () => {
    const document = await vscode.workspace.openTextDocument(workspaceUri("broken.recipe.json"));
    await vscode.window.showTextDocument(document);
    const problem = await eventually("a problem", () => vscode.languages.getDiagnostics(document.uri)[0]);
    assert.match(problem.message, /[가-힣]/);
    const at = document.positionAt(document.getText().indexOf('"epochs"') + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      at,
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === "string" ? each : each.value)),
    );
    assert.match(texts.join("\n"), /에폭/);
  });

  itByHand("questions are asked in Korean, from the bundle of messages", async () => {
    const filtered = command("filterRuns");
    await asked("실행 필터");
    await press("Escape");
    await filtered;
    const added = command("addRunner");
    await asked("러너 추가");
    await press("Escape");
    await added;
  });

  itByHand("what went wrong is told in Korean", async () => {
    const document = await vscode.workspace.openTextDocument(workspaceUri("broken.recipe.json"));
    const run = command("runExperiment", document.uri);
    await notificationText("레시피에 오류가");
    await vscode.commands.executeCommand("notifications.clearAll");
    await run;
  });
});
