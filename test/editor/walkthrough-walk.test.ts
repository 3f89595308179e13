import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { walkthroughSteps } from "../../extension/manifest/walkthrough.ts";
import { chooseHost } from "./host/choose.ts";
import { openView, palette, treeRow, webview } from "./host/gestures.ts";
import { packVsix } from "./host/pack.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");
const withinMs = 90_000;
type Step = keyof typeof walkthroughSteps;

const stepRow = (page: Page, step: Step) =>
  page.locator(".getting-started-step").filter({ hasText: walkthroughSteps[step].title.en });

async function openWalkthrough(page: Page): Promise<void> {
  await palette(page, "Recipe Lab: Get Started");
  await stepRow(page, "openExample").waitFor();
}

/** Waits until a step is ticked. */
async function ticked(page: Page, step: Step): Promise<void> {
  await openWalkthrough(page);
  await stepRow(page, step).locator(".codicon-getting-started-step-checked").waitFor();
}

/** What a person does who has just installed the extension, and has no images of their own at hand. */
describe.skipIf(kind === "none")(`the walkthrough of the packed .vsix in ${name}`, () => {
  const workbench = useWorkbench(() => ({
    extension: { vsix: packVsix() },
    viewport: { width: 1600, height: 1000 },
  }));

  test("has a step for each thing, with a picture that is there", async () => {
    const { page } = workbench();
    await openWalkthrough(page);
    const titles = Object.values(walkthroughSteps).map(({ title }) => title.en);
    await expect.poll(() => page.locator(".getting-started-step .step-title").allTextContents()).toEqual(titles);
    for (const step of Object.keys(walkthroughSteps) as Step[]) {
      await stepRow(page, step).click();
      const picture = page.locator(".getting-started-media img");
      await expect
        .poll(() => picture.evaluate((image: { naturalWidth?: number }) => image.naturalWidth))
        .toBeGreaterThan(0);
    }
    await workbench().screenshot("walkthrough");
  });

  test("an example opens with images that are drawn at once", async () => {
    const { page } = workbench();
    await stepRow(page, "openExample").click();
    await stepRow(page, "openExample").getByRole("button", { name: "Open the Example" }).click();
    await page.locator(".view-line", { hasText: "shapes-1/train" }).waitFor({ timeout: withinMs });
    await ticked(page, "openExample");
  });

  test("its schedule is drawn", async () => {
    const { page } = workbench();
    await page.locator(".tab", { hasText: "shapes" }).first().click();
    await palette(page, "Recipe Lab: Plot Schedule");
    await webview(page).locator(".schedule-figures").waitFor();
    await ticked(page, "explore");
  });

  test("it is run from the .vsix alone", async () => {
    const { page } = workbench();
    await page.locator(".tab", { hasText: "shapes.recipe" }).first().click();
    await palette(page, "Recipe Lab: Run Experiment");
    await openView(page, "Recipe Lab");
    await treeRow(page, /^shapes ?ep \d+\/15 · [\d.]+ · [\d.]+ %/).waitFor({ timeout: withinMs });
    await ticked(page, "run");
  });

  test("the window closed while it trains and opened again, the run is there, and the last step is ticked", async () => {
    const { closeWindow, openWindow } = workbench();
    await closeWindow();
    const page = await openWindow();
    await openView(page, "Recipe Lab");
    await treeRow(page, "shapes").waitFor({ timeout: withinMs });
    await ticked(page, "comeBack");
    await workbench().screenshot("walkthrough, taken");
  });
});
