import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { RunRef } from "../../../shared/dashboard/messages.ts";
import { itByHand, notificationText, webviewTexts } from "../support/hands.ts";
import { closeAll, eventually, workspaceRecipe, workspaceUri } from "../support/recipes.ts";
import { runnerFile } from "../support/runners.ts";
import { inState, parts, recordedSteps, removeRuns, runExperiment, runWithinMs, trained } from "../support/runs.ts";

/** What is left of a run and of its views when the runner is killed while it trains. */

const epochs = 60;
const everyStep = Array.from({ length: epochs * 5 }, (_, i) => i + 1);

async function startRun(name: string): Promise<RunRef> {
  const small = Buffer.from(await vscode.workspace.fs.readFile(workspaceUri("small.recipe.json"))).toString();
  const text = small.replace('"small"', `"${name}"`).replace('"epochs": 3', `"epochs": ${epochs}`);
  return runExperiment((await workspaceRecipe(`${name}.recipe.json`, text)).uri);
}

/** As the kernel does it when memory is short; resolves when the editor has noticed and is connected again. */
async function killRunner(also: readonly number[] = []): Promise<void> {
  const { runners } = await parts();
  const link = runners.link("local");
  assert(link);
  const { url } = runners.get("local") ?? {};
  const { pid } = await runnerFile();
  for (const each of [pid, ...also]) process.kill(each, "SIGKILL");
  await link.closed;
  await eventually("the runner to be back", () => {
    const now = runners.get("local");
    return (now?.state === "connected" && now.url !== url) || undefined;
  });
}

const header = (state: string) =>
  eventually(`the dashboard to say ${state}`, async () =>
    (await webviewTexts(".run-header")).find((text) => text.includes(state)),
  );

for (const [title, name, kill] of [
  ["the runner is killed", "orphan", async () => killRunner()],
  [
    "the machine fails: the runner and the run are killed",
    "phoenix",
    async ({ run }: RunRef) => {
      const { runsFolder } = (await parts()).runners.get("local") ?? {};
      const { pid } = JSON.parse(readFileSync(join(runsFolder ?? "", run, "lease.json"), "utf8")) as { pid: number };
      await killRunner([pid]);
    },
  ],
] as const)
  describe(`reconnect: ${title} while a run trains`, () => {
    let run: RunRef;
    before(async () => {
      run = await startRun(name);
      await trained(run, 20);
    });
    after(async () => {
      await removeRuns();
      await closeAll();
      await vscode.workspace.fs.delete(workspaceUri(`${name}.recipe.json`));
      await vscode.commands.executeCommand("notifications.clearAll");
    });

    it("the runner is started again, and the run trains on in its row of the tree", async () => {
      await kill(run);
      const { tree } = await parts();
      const { step } = await inState(run, "running", "completed");
      assert(step > 0);
      const rows = tree.getChildren().map((child) => tree.getTreeItem(child).label);
      assert(rows.includes(name), rows.join());
    });

    itByHand("its dashboard follows it again", async () => {
      await header(name);
    });

    // Looked for from before the end on: a notification goes by itself.
    itByHand("its end is told, here and in the dashboard", async () => {
      await notificationText(`${name} finished`, runWithinMs);
      await header("completed");
    });

    it("it completes, and no step is missing", async () => {
      await inState(run, "completed");
      assert.deepEqual(await recordedSteps(run), everyStep);
    });
  });
