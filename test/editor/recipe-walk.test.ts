import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { openFile, palette, pick, webview } from "./host/gestures.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");

/** A recipe is opened, drawn, and changed while it is looked at. */
describe.skipIf(kind === "none")(`a recipe in the workbench of ${name}`, () => {
  const workbench = useWorkbench();

  test("its schedule opens from above line 1", async () => {
    const { page } = workbench();
    await openFile(page, "unwise.recipe.json");
    await page.locator(".codelens-decoration a", { hasText: "Plot Schedule" }).click();
    const schedule = webview(page);
    await schedule.locator("h1", { hasText: "unwise" }).waitFor();
    await schedule.locator(".schedule-figures", { hasText: "Peak rate0.1" }).waitFor();
    expect(await schedule.locator("canvas").count()).toBe(2);
    await workbench().screenshot("schedule");
  });

  test("it follows the text, and keeps the last good curve while there is an error", async () => {
    const { page } = workbench();
    const schedule = webview(page);
    const rate = page.locator(".view-line span", { hasText: /^0\.1$/ }).first();
    await rate.dblclick();
    await page.keyboard.press("End");
    // The line reads: "learningRate": { "initial": 0.1, "linearScaling": false },
    await page.keyboard.press("Home");
    for (let i = 0; i < '"learningRate": { "initial": 0.1'.length; i++) await page.keyboard.press("ArrowRight");
    await page.keyboard.type("5");
    await schedule.locator(".schedule-figures", { hasText: "Peak rate0.15" }).waitFor();
    await page.keyboard.type("x");
    await schedule.locator(".page-notice.error", { hasText: "as it was before this error" }).waitFor();
    expect(await schedule.locator(".schedule-figures").textContent()).toContain("Peak rate0.15");
    await page.keyboard.press("Backspace");
    await expect.poll(() => schedule.locator(".page-notice.error").count()).toBe(0);
  });

  test("the number of images is given, and the steps follow in page and hints", async () => {
    const { page } = workbench();
    const input = webview(page).getByLabel("Training images");
    await input.fill("10240");
    await input.press("Tab");
    await webview(page).locator(".schedule-figures", { hasText: "Steps1,200" }).waitFor();
  });

  test("another recipe is laid over it, and taken away", async () => {
    const { page } = workbench();
    const schedule = webview(page);
    await schedule.getByRole("button", { name: "Lay another recipe over it…" }).click();
    await pick(page, "paper:efficient");
    const legend = schedule.locator(".schedule-legend li");
    await expect.poll(() => legend.allTextContents()).toEqual(["unwise", "paper-efficient"]);
    await schedule.getByRole("button", { name: "Take paper-efficient away" }).click();
    await expect.poll(() => legend.count()).toBe(0);
  });

  test("over epochs, and with values read by the keyboard", async () => {
    const schedule = webview(workbench().page);
    await schedule.getByRole("button", { name: "Epochs" }).click();
    const chart = schedule.getByRole("slider").first();
    await chart.focus();
    await chart.press("PageDown");
    const reading = () => chart.getAttribute("aria-valuetext");
    await expect.poll(reading).toMatch(/step 120, epoch 12; unwise: 0\.15/);
    // Drawn anew, the cursor stays where the keys left it, and not on the pixel beside it.
    const input = schedule.getByLabel("Training images");
    await input.fill("20480");
    await input.press("Tab");
    await expect.poll(reading).toMatch(/step 240, epoch 12; unwise: 0\.15/);
    await input.fill("10240");
    await input.press("Tab");
    await expect.poll(reading).toMatch(/step 120, epoch 12; unwise: 0\.15/);
  });

  test("hidden behind another file and shown again, it is as it was", async () => {
    const { page } = workbench();
    const tab = page.locator(".tab", { hasText: "Schedule: unwise" });
    await tab.click();
    await openFile(page, "small.recipe.json");
    await tab.click();
    const epochs = webview(page).getByRole("button", { name: "Epochs" });
    await expect.poll(() => epochs.getAttribute("aria-pressed")).toBe("true");
    await webview(page).locator(".schedule-figures", { hasText: "Steps1,200" }).waitFor();
  });

  test("the window loaded again, the page is there as it was", async () => {
    const { page } = workbench();
    await page.locator(".view-line").first().click();
    await page.keyboard.press("Control+s");
    const loaded = page.waitForEvent("load");
    await palette(page, "Developer: Reload Window");
    await loaded;
    await page.locator(".monaco-workbench .part.statusbar").waitFor();
    const schedule = webview(page);
    await schedule.locator(".schedule-figures", { hasText: "Steps1,200" }).waitFor();
    await expect.poll(() => schedule.getByRole("button", { name: "Epochs" }).getAttribute("aria-pressed")).toBe("true");
  });
});

describe.skipIf(kind === "none")(`a recipe in the Korean workbench of ${name}`, () => {
  const workbench = useWorkbench();

  test("problems, hovers and what can be done are in Korean", async () => {
    const { context, closeWindow, openWindow } = workbench();
    // The server has no language packs: the window is told its language as a pack would do it.
    await context.addInitScript(() => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: "ko" }));
    await closeWindow();
    const page = await openWindow();
    await openFile(page, "broken.recipe.json");
    await page.locator(".codelens-decoration a", { hasText: "스케줄 그래프" }).waitFor();
    await page
      .locator(".view-line span", { hasText: /^"optimiser"$/ })
      .last()
      .hover();
    await page.locator(".monaco-hover", { hasText: "없는 필드입니다" }).first().waitFor();
  });
});

describe.skipIf(kind === "none")(`a recipe in a workspace that is not trusted, in the workbench of ${name}`, () => {
  const workbench = useWorkbench({ trust: false });

  test("is explained, checked and drawn all the same", async () => {
    const { page } = workbench();
    const refuse = page.locator(".dialog-buttons-row .monaco-button", { hasText: "No, I don't trust" });
    await refuse.waitFor({ timeout: 10_000 }).then(
      () => refuse.click(),
      // Some hosts open restricted without a question.
      () => {},
    );
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await openFile(page, "broken.recipe.json");
    await page.locator(".squiggly-error").first().waitFor();
    await page.locator(".codelens-decoration a", { hasText: "Plot Schedule" }).click();
    await webview(page).locator(".page-notice.error", { hasText: "optimiser" }).waitFor();
  });
});
