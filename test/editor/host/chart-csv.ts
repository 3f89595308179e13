import { existsSync, readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { webview } from "./gestures.ts";

/**
 * The numbers of a chart of the dashboard as it saves them, a row each, by the names of the columns. `file` is what the editor
 * proposes: the chart's name in the folder that is open.
 */
export async function chartCsv(page: Page, chart: string, file: string): Promise<Record<string, string>[]> {
  const region = webview(page).getByRole("region", { name: chart });
  await region.getByRole("button", { name: `Save ${chart}` }).click();
  await region.getByRole("menuitem", { name: "CSV" }).click();
  const dialog = page.locator(".quick-input-widget");
  await expect.poll(() => dialog.locator("input").inputValue(), { timeout: 30_000 }).toBe(file);
  const isSaved = async () => {
    // The dialog takes no answer before it has read the folder.
    if (await dialog.isVisible()) await page.keyboard.press("Enter");
    return existsSync(file) && readFileSync(file, "utf8").endsWith("\n");
  };
  await expect.poll(isSaved, { interval: 500, timeout: 30_000 }).toBe(true);
  const [header = "", ...rows] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  const columns = header.split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((value, at) => [columns[at]!, value])));
}
