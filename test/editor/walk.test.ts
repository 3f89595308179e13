import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { openFile, palette } from "./host/gestures.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");

/** One person's way through the product, step by step, in a real workbench. */
describe.skipIf(kind === "none")(`a walk through the workbench of ${name}`, () => {
  const workbench = useWorkbench();

  test("a recipe opens as a recipe", async () => {
    const { page } = workbench();
    await openFile(page, "unwise.recipe.json");
    await expect.poll(() => page.locator(".statusbar-item", { hasText: "Recipe" }).count()).toBeGreaterThan(0);
  });

  test("a squiggle says what is unwise, and its fix is taken", async () => {
    const { page } = workbench();
    const line = page.locator(".view-line", { hasText: "linearScaling" });
    await page.locator(".squiggly-warning").first().waitFor();
    expect(await line.textContent()).toContain("false");
    await palette(page, "Go to Next Problem (Error, Warning, Info)");
    await page.keyboard.press("Escape"); // closes the problem's text; the cursor stays at its place
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget .monaco-list-row", { hasText: "Switch linear scaling on" }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => line.textContent()).not.toContain("false");
  });
});
