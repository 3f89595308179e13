import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { openFile, palette, pick, webview } from "./host/gestures.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");
const withinMs = 90_000;

/** From a recipe to its run: the runner is a real one that the editor starts, and trains for real. */
describe.skipIf(kind === "none")(`running an experiment in the workbench of ${name}`, () => {
  const workbench = useWorkbench({ viewport: { width: 1600, height: 1000 } });

  test("Run Experiment starts a runner here, submits, and opens the dashboard", async () => {
    const { page } = workbench();
    await openFile(page, "long.recipe.json");
    await palette(page, "Recipe Lab: Run Experiment");
    await pick(page, "Start a runner on this machine");
    await webview(page).locator(".run-header").getByText("long").first().waitFor({ timeout: withinMs });
  });

  test("its numbers move", async () => {
    const { page } = workbench();
    const step = webview(page).locator(".run-header .number").nth(1);
    await expect.poll(() => step.textContent(), { timeout: withinMs }).toMatch(/[1-9]/);
    const before = await step.textContent();
    await expect.poll(() => step.textContent(), { timeout: withinMs }).not.toBe(before);
    await workbench().screenshot("dashboard in the editor");
  });

  test("stopped from the dashboard, it rests", async () => {
    const { page } = workbench();
    await webview(page).getByRole("button", { name: "Stop" }).click();
    await webview(page).locator(".run-header", { hasText: "stopped" }).waitFor({ timeout: withinMs });
  });
});
