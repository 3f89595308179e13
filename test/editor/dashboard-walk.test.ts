import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { notification, openFile, palette, webview } from "./host/gestures.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");
const withinMs = 90_000;
const differs = /\d+ fields? differs?, defaults/;

/** What a person has set up in the dashboard is there again when its tab was hidden, and when the window was loaded again. */
describe.skipIf(kind === "none")(`the dashboard in the workbench of ${name} keeps what it shows`, () => {
  const workbench = useWorkbench({ viewport: { width: 1600, height: 1000 } });
  const inside = () => webview(workbench().page);
  const ticked = () =>
    inside()
      .getByRole("checkbox", { name: /^Show .* in the charts$/, checked: true })
      .count();
  const header = () => inside().locator(".run-header");
  const run = async (recipe: string) => {
    const { page } = workbench();
    await openFile(page, `${recipe}.recipe.json`);
    await palette(page, "Recipe Lab: Run Experiment");
  };

  test("the end of a run leads to its confusion matrix", async () => {
    const { page } = workbench();
    await run("small");
    const end = notification(page, "small finished");
    await end.getByRole("button", { name: "Confusion Matrix" }).click({ timeout: withinMs });
    const matrix = inside().locator(".confusion-matrix .surface");
    await matrix.waitFor();
    // It is in sight, below the charts as it lies.
    await expect.poll(async () => (await matrix.boundingBox())!.y).toBeLessThan(600);
    expect(await inside().getByRole("tab", { name: "Confusion" }).getAttribute("aria-selected")).toBe("true");
    await workbench().screenshot("confusion");
  });

  test("two runs and a tab of its own choosing are there again after another editor lay over it", async () => {
    const { page } = workbench();
    await run("long");
    await header().getByRole("heading", { name: "long" }).waitFor({ timeout: withinMs });
    await inside().getByRole("checkbox", { name: "Show small in the charts" }).check();
    await inside().getByRole("tab", { name: "Difference" }).click();
    await inside().getByText(differs).waitFor();
    await page.locator(".tab", { hasText: "Dashboard" }).click();
    await openFile(page, "unwise.recipe.json");
    await page.locator("iframe.webview.ready").waitFor({ state: "hidden" });
    await page.locator(".tab", { hasText: "Dashboard" }).click();
    await inside().getByText(differs).waitFor();
    await expect.poll(ticked).toBe(2);
  });

  test("and after the window was loaded again", async () => {
    const { page } = workbench();
    await palette(page, "Developer: Reload Window");
    await page.locator(".tab.active", { hasText: "Dashboard" }).waitFor({ timeout: withinMs });
    await inside().getByText(differs).waitFor({ timeout: withinMs });
    await expect.poll(ticked).toBe(2);
    await header().getByRole("button", { name: "Stop" }).click();
    await header().getByText("stopped").waitFor({ timeout: withinMs });
  });
});
