import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { notification, openFile, palette, pick, webview } from "./host/gestures.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");
const withinMs = 90_000;

/** What a person has set up in the dashboard is there again when its tab was hidden, and when the window was loaded again. */
describe.skipIf(kind === "none")(`the dashboard in the workbench of ${name} keeps what it shows`, () => {
  const workbench = useWorkbench({ viewport: { width: 1600, height: 1000 } });
  const inside = () => webview(workbench().page);
  const ticked = () => inside().getByRole("checkbox", { name: "Show small in the charts", checked: true }).count();
  const run = async () => {
    const { page } = workbench();
    await openFile(page, "small.recipe.json");
    await palette(page, "Recipe Lab: Run Experiment");
  };

  test("the end of a run leads to its confusion matrix", async () => {
    const { page } = workbench();
    await run();
    await pick(page, "Start a runner on this machine");
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
    await run();
    await expect.poll(ticked, { timeout: withinMs }).toBe(1);
    await inside().getByRole("checkbox", { name: "Show small in the charts", checked: false }).check();
    await inside().getByRole("tab", { name: "Difference" }).click();
    await inside().getByText("the same in every field").waitFor();
    await page.locator(".tab", { hasText: "Dashboard" }).click();
    await openFile(page, "long.recipe.json");
    await page.locator("iframe.webview.ready").waitFor({ state: "hidden" });
    await page.locator(".tab", { hasText: "Dashboard" }).click();
    await inside().getByText("the same in every field").waitFor();
    await expect.poll(ticked).toBe(2);
  });

  test("and after the window was loaded again", async () => {
    const { page } = workbench();
    await palette(page, "Developer: Reload Window");
    await page.locator(".tab.active", { hasText: "Dashboard" }).waitFor({ timeout: withinMs });
    await inside().getByText("the same in every field").waitFor({ timeout: withinMs });
    await expect.poll(ticked).toBe(2);
    await workbench().screenshot("dashboard again");
  });
});
