import type { FrameLocator, Locator, Page } from "playwright-core";

/** Runs a command as people do: F1, its title, Enter. `command` is what the palette shows, such as "Recipe Lab: Show Log". */
export async function palette(page: Page, command: string): Promise<void> {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(`>${command}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: command }).first().waitFor();
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
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first().dblclick();
  await page.locator(".tab.active", { hasText: name }).waitFor();
  await page.locator(".editor-instance .view-line").first().waitFor();
}

/** The document of the webview that is shown: VS Code wraps it in two frames. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
}

/** The view of the activity bar with this title, opened. */
export async function openView(page: Page, title: string): Promise<void> {
  await page.locator(`.activitybar .action-item a[aria-label^="${title}"]`).first().click();
}

/** The rows of the trees in the side bar that contain `text`. */
export function treeRow(page: Page, text: string | RegExp): Locator {
  return page.locator(".sidebar .monaco-list-row", { hasText: text });
}

/** A notification with this text. */
export function notification(page: Page, text: string | RegExp): Locator {
  return page.locator(".notifications-toasts .notification-list-item", { hasText: text });
}
