import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { chromiumPath } from "../../editor/host/browser.ts";
import { type Complaints, openPage, openPlace, type Place, signIn } from "./dashboard.ts";

const cases = describe.skipIf(chromiumPath === undefined);
cases("what can be done with a run in a plain browser, at a real runner", () => {
  let place: Place;
  let run: string;
  let page: Page;
  let complaints: Complaints;
  beforeAll(async () => {
    place = await openPlace();
    run = await place.submit("plain", 3);
    expect((await place.runner.client("watch", run)).code).toBe(0);
    ({ page, complaints } = await openPage(place));
    await signIn(page, place.token);
    await show(run);
  });
  afterAll(() => place.remove());

  const show = async (id: string) => {
    await page.goto(`${place.runner.url}/#runs=${id}`);
    await page.locator(".run-header .state").waitFor();
  };
  const choose = async (item: string) => {
    await page.getByRole("button", { name: "More actions" }).first().click();
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  const dialog = () => page.getByRole("dialog");
  /** What the runner itself says of the run; undefined where it has none. */
  const summary = async (id = run): Promise<RunSummary | undefined> => {
    const { stdout } = await place.runner.client("runs", "--json");
    return (JSON.parse(stdout) as RunSummary[]).find((one) => one.id === id);
  };

  test("a run is renamed, not to nothing, and Escape changes nothing", async () => {
    await choose("Rename…");
    await dialog().waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("dialog-text");
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await choose("Rename…");
    await dialog().getByLabel("Name").fill("  ");
    await page.keyboard.press("Enter");
    await dialog().getByText("A name has 1 to 200 characters.").waitFor();
    await dialog().getByLabel("Name").fill("new <b>name</b>");
    await page.keyboard.press("Enter");
    await dialog().waitFor({ state: "detached" });
    await page.locator("h1", { hasText: "new <b>name</b>" }).waitFor();
    expect((await summary())?.name).toBe("new <b>name</b>");
  });

  test("it takes a note, tags and a pin", async () => {
    await choose("Note…");
    await dialog().getByRole("textbox").fill("first line\nsecond");
    await dialog().getByRole("button", { name: "Save" }).click();
    await choose("Tags…");
    await dialog().getByRole("textbox").fill(" a, b ,, a");
    await dialog().getByRole("button", { name: "Save" }).click();
    await choose("Pin");
    await expect
      .poll(summary)
      .toMatchObject({ note: "first line\nsecond", tags: ["a", "b"], pinned: true, name: "new <b>name</b>" });
  });

  test("deleted, it is gone from the page; undone, it is back with all that it had", async () => {
    await choose("Delete");
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.waitFor();
    await page.locator(".run-header").waitFor({ state: "detached" });
    expect(await summary()).toBeUndefined();
    await undo.click();
    await page.locator("h1", { hasText: "new <b>name</b>" }).waitFor();
    await page.locator(".line-chart .legend tbody tr").first().waitFor();
    expect(await summary()).toMatchObject({ note: "first line\nsecond", tags: ["a", "b"] });
    expect(await page.locator(".problem").count()).toBe(0);
  });

  test("it goes on from a checkpoint that was chosen", async () => {
    await choose("Resume from a checkpoint…");
    const choices = dialog().getByRole("radio");
    await choices.first().waitFor();
    // Not the last step's, after which nothing is left to do.
    const texts = await dialog().locator("label").allTextContents();
    expect(texts[0]).toMatch(/step 10, epoch 2, top-1 [\d.]+ %/);
    expect(texts.join()).not.toContain("step 15");
    await choices.first().check();
    await dialog().getByRole("button", { name: "Resume" }).click();
    const journal = () => readFileSync(join(place.runs, run, "journal.ndjson"), "utf8");
    await expect.poll(journal, { timeout: 60_000 }).toContain('"resumedFromStep":10');
    await page.locator(".run-header .state.completed").waitFor({ timeout: 60_000 });
  });

  test("one that trains is deleted only where that is meant", async () => {
    const training = await place.submit("trains", 400);
    await show(training);
    await page.locator(".run-header .state.running").waitFor({ timeout: 60_000 });
    await choose("Delete");
    await dialog().getByRole("button", { name: "Cancel" }).click();
    expect((await summary(training))?.state).toBe("running");
    await choose("Delete");
    await dialog().getByRole("button", { name: "Stop and delete" }).click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
    expect(await summary(training)).toBeUndefined();
  });

  test("the browser had nothing to complain about", () => {
    expect(complaints).toEqual({ violations: [], errors: [] });
  });
});
