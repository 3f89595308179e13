import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JournalEvent } from "../../shared/journal.ts";
import { chartCsv } from "./host/chart-csv.ts";
import { chooseHost } from "./host/choose.ts";
import { choose, notification, openFile, openView, palette, treeRow, webview } from "./host/gestures.ts";
import { packVsix } from "./host/pack.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");
const withinMs = 90_000;

/** The training loss of every step so far, as the run itself writes it somewhere below `folder`. */
function recordOf(folder: string, run: string): { time: number; loss: number }[] {
  const journals = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith("journal.ndjson"),
  );
  const journal = journals.find((path) => path.split("/").at(-2)?.includes(run));
  if (journal === undefined) throw new Error(`no journal of ${run} below ${folder}: ${journals.join(", ")}`);
  const lines = readFileSync(join(folder, journal), "utf8").split("\n").slice(0, -1); // what follows is being written
  return lines.flatMap((line) => {
    const event = JSON.parse(line) as JournalEvent;
    const loss = event.type === "metrics" ? event.values["train/loss"] : undefined;
    return loss === undefined ? [] : [{ time: event.time, loss }];
  });
}

/**
 * One person's way through the product: a recipe is mended, run, watched, compared, left alone and found again. The runner is
 * the one that the editor starts, and trains for real.
 */
describe.skipIf(kind === "none").each(["its sources", "the packed .vsix"])(
  `a walk through the workbench of ${name}, the extension from %s`,
  (from) => {
    const workbench = useWorkbench(() => ({
      extension: from === "its sources" ? "dev" : { vsix: packVsix() },
      viewport: { width: 1600, height: 1000 },
    }));
    const header = () => webview(workbench().page).locator(".run-header");
    const step = async () => Number(/step ([\d,]+)/.exec(await header().innerText())?.[1]?.replaceAll(",", ""));

    test("a recipe opens as a recipe", async () => {
      const { page } = workbench();
      await openFile(page, "unwise.recipe.json");
      await page.locator(".statusbar-item", { hasText: "Recipe" }).first().waitFor();
    });

    test("a squiggle says what is unwise, and its fix is taken", async () => {
      const { page } = workbench();
      const line = page.locator(".view-line", { hasText: "linearScaling" });
      await page.locator(".squiggly-warning").first().waitFor();
      expect(await line.textContent()).toContain("false");
      await palette(page, "Go to Next Problem (Error, Warning, Info)");
      await page.keyboard.press("Escape"); // closes the problem's text; the cursor stays at its place
      // Before the bulb is there, the editor's own request for fixes would cancel the one that the keys ask for.
      await page.locator(".lightBulbWidget, [class*=gutter-lightbulb]").first().waitFor();
      await page.keyboard.press("Control+.");
      await page.locator(".action-widget .monaco-list-row", { hasText: "Switch linear scaling on" }).waitFor();
      await page.keyboard.press("Enter");
      await expect.poll(() => line.textContent()).not.toContain("false");
    });

    test("Run Experiment starts a runner here, submits, and opens the dashboard", async () => {
      const { page } = workbench();
      await openFile(page, "small.recipe.json");
      await palette(page, "Recipe Lab: Run Experiment");
      await header().getByRole("heading", { name: "small" }).waitFor({ timeout: withinMs });
    });

    test("the runner is remembered, and the end of a run is told; Open shows it", async () => {
      const { page } = workbench();
      await openFile(page, "long.recipe.json");
      await palette(page, "Recipe Lab: Run Experiment");
      await header().getByRole("heading", { name: "long" }).waitFor({ timeout: withinMs });
      const end = notification(page, /small finished: top-1 [\d.]+ % \(best, epoch \d\)/);
      await end.getByRole("button", { name: "Open" }).click({ timeout: withinMs });
      await header().getByRole("heading", { name: "small" }).waitFor();
      await header().getByText("completed").waitFor();
    });

    test("the next run is in the tree and in the status bar, with its epoch, loss, accuracy and speed", async () => {
      const { page } = workbench();
      await openView(page, "Recipe Lab");
      await treeRow(page, "this machine").waitFor();
      await treeRow(page, /^long ?ep [\d,]+\/20,000 · [\d.]+ · [\d.]+ %/).waitFor({ timeout: withinMs });
      await page.locator(".statusbar-item", { hasText: /long [\d,]+\/20,000 · [\d.]+ % · [\d,]+ img\/s/ }).click();
      await header().getByRole("heading", { name: "long" }).waitFor();
    });

    test("its numbers move", async () => {
      await expect.poll(step, { timeout: withinMs }).toBeGreaterThan(0);
      const before = await step();
      await expect.poll(step, { timeout: withinMs }).toBeGreaterThan(before);
      await workbench().screenshot(`watched, from ${from}`);
    });

    test("each click on a row shows its run, also while its figures are drawn anew", async () => {
      const { page } = workbench();
      for (let click = 1; click <= 20; click += 1) {
        for (const run of ["small", "long"]) {
          await treeRow(page, run).click();
          await header().getByRole("heading", { name: run }).waitFor();
        }
      }
    });

    test("two runs are compared, by the menu of a row and by the button of the view: both are in the legend", async () => {
      const { page } = workbench();
      const menu = async () => {
        await treeRow(page, "long").click({ button: "right" });
        await choose(page, "Compare Selected Runs");
      };
      const button = async () => {
        await page.locator(".pane-header", { hasText: "Runs" }).hover();
        await page.locator(".pane-header").getByRole("button", { name: "Compare Selected Runs" }).click();
      };
      const lossOf = (run: string) =>
        webview(page)
          .getByRole("region", { name: "Loss" })
          .getByRole("button", { name: new RegExp(`^${run} ?Training loss`) });
      for (const compare of [menu, button]) {
        await treeRow(page, "small").click();
        await lossOf("long").waitFor({ state: "detached" });
        await treeRow(page, "long").click({ modifiers: ["ControlOrMeta"] });
        await compare();
        for (const run of ["small", "long"]) await lossOf(run).waitFor();
      }
      await workbench().screenshot(`compared, from ${from}`);
    });

    test("the window closed while it trains, and opened again: the whole curve is there", async () => {
      const { place, quit, openWindow } = workbench();
      await quit();
      const left = Date.now();
      const record = () => recordOf(place.userDataDir, "long");
      // Nobody looks, and it goes on.
      const isLater = ({ time }: { time: number }) => time > left;
      await expect.poll(() => record().filter(isLater).length, { timeout: withinMs }).toBeGreaterThan(20);
      const back = Date.now();
      const page = await openWindow();
      await openView(page, "Recipe Lab");
      await treeRow(page, "long").click({ timeout: withinMs });
      await header().getByRole("heading", { name: "long" }).waitFor({ timeout: withinMs });
      await webview(page).locator(".charts[aria-busy=false]").waitFor();
      const rows = await chartCsv(page, "Loss", join(place.workspace, "loss.csv"));
      const curve = rows.filter((row) => row["train/loss"] !== "");
      expect(curve.map((row) => Number(row.step))).toEqual(curve.map((_, at) => at + 1));
      const losses = record().map(({ loss }) => loss);
      expect(curve.map((row) => Number(row["train/loss"]))).toEqual(losses.slice(0, curve.length));
      const meanwhile = curve.map(({ time }) => Date.parse(time!)).filter((time) => time > left && time < back);
      expect(meanwhile.length).toBeGreaterThan(20);
      await workbench().screenshot(`found again, from ${from}`);
    });

    test("stopped from the dashboard, it rests", async () => {
      await header().getByRole("button", { name: "Stop" }).click();
      await header().getByText("stopped").waitFor({ timeout: withinMs });
    });
  },
);
