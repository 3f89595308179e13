import type { FrameLocator, Locator, Page } from "playwright-core";

/** Runs a command as people do: F1, its title, Enter. `command` is what the palette shows, such as "Recipe Lab: Show Log". */
export async function palette(page: Page, command: string): Promise<void> {
  const input = page.locator(".quick-input-widget input");
  const row = page.locator(".quick-input-list .monaco-list-row", { hasText: command }).first();
  // A palette that was opened before the extensions were known does not learn of their commands.
  for (let attempt = 1; ; attempt += 1) {
    await page.keyboard.press("F1");
    await input.waitFor();
    await input.fill(`>${command}`);
    const found = await row.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (found) break;
    if (attempt === 10) throw new Error(`the palette has no “${command}”`);
    await page.keyboard.press("Escape");
    await input.waitFor({ state: "hidden" });
  }
  await page.keyboard.press("Enter");
}

/** Chooses an entry of the quick pick that is open. */
export async function pick(page: Page, entry: string | RegExp): Promise<void> {
  await page.locator(".quick-input-list .monaco-list-row", { hasText: entry }).first().click();
}

/** Types into the input box that is open, and confirms. */
export async function answer(page: Page, text: string): Promise<void> {
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(text);
  await page.keyboard.press("Enter");
}

/** Opens a file of the workspace's top folder from the explorer. */
export async function openFile(page: Page, name: string): Promise<void> {
  await openView(page, "Explorer");
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first().dblclick();
  await page.locator(".tab.active", { hasText: name }).waitFor();
  await page.locator(".editor-instance .view-line").first().waitFor();
}

/** The document of the webview that is shown: VS Code wraps it in two frames. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
}

/** The view container of the activity bar with this title, opened; one that is open stays so. */
export async function openView(page: Page, title: string): Promise<void> {
  // The item around the picture: a badge with a number may lie over the picture, and would take the click.
  const item = page.locator(".activitybar .action-item", { has: page.locator(`a[aria-label^="${title}"]`) });
  // A click on the one that is open would close it.
  if ((await item.getAttribute("aria-expanded")) !== "true") await item.click();
  // Its tooltip would lie over the rows of the view.
  await page.mouse.move(500, 2);
}

/** The rows of the trees in the side bar that contain `text`. */
export function treeRow(page: Page, text: string | RegExp): Locator {
  return page.locator(".sidebar .monaco-list-row", { hasText: text });
}

/** Chooses an entry of the context menu that is open. A menu takes clicks only 100 ms after it has opened. */
export async function choose(page: Page, entry: string): Promise<void> {
  const item = page.locator(".monaco-menu .action-item", { hasText: entry });
  await item.click({ delay: 200 });
  await item.waitFor({ state: "hidden" });
}

/** A notification with this text. */
export function notification(page: Page, text: string | RegExp): Locator {
  return page.locator(".notifications-toasts .notification-list-item", { hasText: text });
}
