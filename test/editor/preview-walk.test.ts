import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { openFile, webview } from "./host/gestures.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");

/** What the augmentation makes of the workspace's own images, by a runner that the page starts. */
describe.skipIf(kind === "none")(`a preview of augmentations in the workbench of ${name}`, () => {
  const workbench = useWorkbench({ viewport: { width: 1600, height: 1000 } });

  test("without a runner, the page offers to start one, and then shows samples", async () => {
    const { page } = workbench();
    await openFile(page, "small.recipe.json");
    await page.locator(".codelens-decoration a", { hasText: "Preview Augmentations" }).click();
    await webview(page).getByRole("button", { name: "Start a runner on this machine" }).click();
    await webview(page).locator(".preview-sample").first().waitFor({ timeout: 60_000 });
    expect(await webview(page).locator(".preview-sample").count()).toBe(8);
    // As it is, and after each of the three operations.
    expect(await webview(page).locator(".preview-sample").first().locator("img").count()).toBe(4);
    await workbench().screenshot("preview");
  });

  test("the drawn numbers show on focus, and a seed draws others", async () => {
    const { page } = workbench();
    const sample = webview(page).locator(".preview-sample").first();
    const image = await sample.locator("h2").textContent();
    const drawn = sample.locator(".preview-drawn").first();
    await sample.getByRole("button").first().focus();
    await drawn.waitFor({ state: "visible" });
    const before = await drawn.textContent();
    await webview(page).getByRole("button", { name: "Another seed" }).click();
    await expect.poll(() => drawn.textContent()).not.toBe(before);
    // Of the same image, so that one sees what the seed changes.
    expect(await sample.locator("h2").textContent()).toBe(image);
  });

  test("validation images, and fewer of them", async () => {
    const { page } = workbench();
    await webview(page).getByRole("button", { name: "Validation" }).click();
    await webview(page).locator(".preview-state", { hasText: "of 12 images" }).waitFor();
    await webview(page).getByLabel("Count").selectOption("4");
    await expect.poll(() => webview(page).locator(".preview-sample").count()).toBe(4);
  });

  test("a recipe that is saved is previewed anew; one with an error says so", async () => {
    const { page } = workbench();
    await webview(page).getByRole("button", { name: "Training" }).click();
    await page.locator(".view-line", { hasText: '"train": [{ "op"' }).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("{");
    await page.keyboard.press("Control+s");
    await webview(page).locator("[role=alert]").waitFor();
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+s");
    await webview(page).locator(".preview-sample").first().waitFor();
  });

  test("the size of the data set is known from then on", async () => {
    const { page } = workbench();
    // 42 training images in batches of 8: five steps an epoch.
    await page.locator(".view-line", { hasText: "15 steps, 5 an epoch" }).waitFor();
  });
});
