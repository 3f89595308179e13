import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";

const places = [
  process.env.RECIPE_LAB_CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser that is installed here: RECIPE_LAB_CHROMIUM, or where systems put it. Undefined where none is. */
export const chromiumPath = places.find((path) => path !== "" && existsSync(path));

/** Starts a headless Chromium with a fresh profile. It ends with this process. */
export function startBrowser(more: readonly string[] = []): Promise<Browser> {
  if (chromiumPath === undefined)
    throw new Error("no Chromium here: apt-get install chromium, or set RECIPE_LAB_CHROMIUM");
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...more,
    ],
  });
}

/** A window's context that reaches this machine alone: a test that needs the network would say nothing about us. */
export async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.route(
    (url) => !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname),
    (route) => route.abort(),
  );
  return context;
}
