import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { answer, choose, notification, openFile, openView, palette, treeRow } from "./host/gestures.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");
const withinMs = 90_000;

/**
 * Questions that keep the window waiting. VS Code shows none to the suites in its extension host, which see to it that
 * nothing happens without an answer; here they are answered.
 */
describe.skipIf(kind === "none")(`questions in the workbench of ${name}`, () => {
  const workbench = useWorkbench();
  const dialog = (page: Page, text: string): Locator => page.locator(".monaco-dialog-box", { hasText: text });
  const press = (page: Page, text: string, button: string) =>
    dialog(page, text).locator(".monaco-button", { hasText: button }).click();
  const menu = async (row: Locator, entry: string) => {
    await row.click({ button: "right" });
    await choose(workbench().page, entry);
  };
  /** The button at the end of a row. */
  const inline = async (row: Locator, button: string) => {
    await row.hover();
    await row.locator(`.action-label[aria-label="${button}"]`).click();
  };
  const input = (page: Page, prompt: string) => page.locator(".quick-input-widget", { hasText: prompt }).waitFor();

  test("a run that trains is stopped and deleted, and comes back by Undo", async () => {
    const { page } = workbench();
    await openFile(page, "long.recipe.json");
    await palette(page, "Recipe Lab: Run Experiment");
    await openView(page, "Recipe Lab");
    const row = treeRow(page, /long.*ep \d/);
    await row.waitFor({ timeout: withinMs });
    await menu(row, "Delete");
    await press(page, "long has not ended", "Cancel");
    await dialog(page, "long").waitFor({ state: "hidden" });
    await menu(row, "Delete");
    await press(page, "long has not ended", "Stop and Delete");
    await notification(page, "long is in the trash folder").waitFor({ timeout: withinMs });
    await expect.poll(() => treeRow(page, "long").count()).toBe(0);
    await notification(page, "long is in the trash folder").locator(".monaco-button", { hasText: "Undo" }).click();
    await treeRow(page, /long.*stopped/).waitFor();
  });

  test("a runner that does not take the token is asked for it again", async () => {
    const { page, place } = workbench();
    const folder = join(place.userDataDir, "User/globalStorage/recipe-lab.recipe-lab/runner");
    const { url } = JSON.parse(readFileSync(join(folder, "runner.json"), "utf8")) as { url: string };
    const [token] = readdirSync(folder).filter((file) => file.startsWith("token-"));
    await palette(page, "Recipe Lab: Add Runner");
    await input(page, "Address that");
    await answer(page, url.replace("127.0.0.1", "localhost"));
    await input(page, "What you call this runner");
    await answer(page, "box");
    await input(page, "Token of");
    await answer(page, "wrong-".padEnd(43, "x"));
    await press(page, "token is not this runner's", "Enter Token Again");
    await input(page, "Token of");
    await answer(page, readFileSync(join(folder, token!), "utf8"));
    await treeRow(page, /box.*wasm/).waitFor();
  });

  test("a runner is removed", async () => {
    const { page } = workbench();
    await menu(treeRow(page, "box"), "Remove Runner");
    await press(page, "Remove box from this editor?", "Remove");
    await expect.poll(() => treeRow(page, "box").count()).toBe(0);
    // And its runs, which here are those of this machine.
    await expect.poll(() => treeRow(page, "long").count()).toBe(1);
  });

  test("the runner of this machine is stopped, and its runs are paused first", async () => {
    const { page } = workbench();
    await inline(treeRow(page, "long"), "Resume");
    await treeRow(page, /long.*ep \d/).waitFor({ timeout: withinMs });
    await palette(page, "Recipe Lab: Stop the Runner on This Machine");
    await press(page, "One run is active on this machine.", "Pause Runs and Stop");
    await treeRow(page, /this machine.*not running/).waitFor({ timeout: withinMs });
    await inline(treeRow(page, "this machine"), "Start a Runner on This Machine");
    await treeRow(page, /long.*paused/).waitFor({ timeout: withinMs });
  });
});
