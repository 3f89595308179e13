import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { closeAll, eventually } from "../support/recipes.ts";
import { command } from "../support/runs.ts";

describe("help", () => {
  afterEach(async () => {
    await closeAll();
    await vscode.commands.executeCommand("workbench.action.closePanel");
  });

  it("Get Started opens the walkthrough", async () => {
    await command("openWalkthrough");
    await eventually("its tab", () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => /Walkthrough|Welcome/.test(label)),
    );
  });

  it("Show Log opens the output channel", async () => {
    await command("showLog");
    await eventually("its text", () =>
      vscode.window.visibleTextEditors.find(
        ({ document: { uri } }) => uri.scheme === "output" && /Recipe Lab/.test(uri.path),
      ),
    );
  });
});
