import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { newContext, startBrowser } from "./browser.ts";
import { installVsix } from "./install-vsix.ts";
import { root } from "./root.ts";
import { remoteUri, type Server, startServer, workbenchUrl } from "./server.ts";
import { createPlace, type Place } from "./workspace.ts";

export interface WorkbenchOptions {
  /** What runs: the built sources, or a packed extension in an otherwise empty editor. */
  extension?: "dev" | { vsix: string };
  /** What the window opens instead of the example workspace. */
  folder?: string;
  settings?: Record<string, unknown>;
  /** False for a workspace that is not trusted. */
  trust?: boolean;
  theme?: "dark" | "light" | "high contrast";
  /** "ko" shows our extension in Korean; the workbench itself stays English without a language pack. */
  locale?: "en" | "ko";
  viewport?: { width: number; height: number };
  env?: NodeJS.ProcessEnv;
}

const themes = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  "high contrast": "Default High Contrast",
} as const;

/** A VS Code with one window, driven from outside as a person does. */
export interface Workbench {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: Server;
  readonly place: Place;
  /** Closes the window; the editor's extension host ends, and what the extension started on purpose goes on. */
  closeWindow(): Promise<void>;
  /** Ends the editor: its window with all that the browser keeps of it, and its server with every extension host. */
  quit(): Promise<void>;
  /** Opens the window again, on the same folder, after quit() in a new server and a fresh browser profile; `page` is the new one. */
  openWindow(): Promise<Page>;
  /** A picture of the window, kept in .build/screenshots/. Returns the file. */
  screenshot(name: string): Promise<string>;
  /** Ends everything that was started and removes the temporary folders. */
  close(): Promise<void>;
}

/** Starts a VS Code with fresh folders and opens a window. It is up to the caller to close() it. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { extension = "dev", theme = "dark", locale = "en" } = options;
  const place = await createPlace();
  let server: Server | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.stop();
    place.remove();
  };
  const start = async () => {
    server = await startServer({
      ...place,
      settings: { "workbench.colorTheme": themes[theme], ...options.settings },
      env: { ...place.env, ...options.env },
      ...(options.trust === undefined ? {} : { trust: options.trust }),
      args: locale === "en" ? [] : ["--locale", locale],
    });
    browser ??= await startBrowser();
    const context = await newContext(browser, {
      colorScheme: theme === "light" ? "light" : "dark",
      ...(options.viewport === undefined ? {} : { viewport: options.viewport }),
    });
    const { port } = server;
    const address = workbenchUrl(
      port,
      options.folder ?? place.workspace,
      extension === "dev" ? [["extensionDevelopmentPath", remoteUri(port, root.slice(0, -1))]] : [],
    );
    return { server, context, address };
  };
  const openPage = async ({ context, address }: Awaited<ReturnType<typeof start>>): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(address);
    await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
    // The explorer, or the view that was open last.
    await page.locator(".sidebar .monaco-list-row").first().waitFor({ timeout: 60_000 });
    return page;
  };
  try {
    if (extension !== "dev") await installVsix(place, extension.vsix);
    let running = await start();
    let hasQuit = false;
    let page = await openPage(running);
    return {
      get page() {
        return page;
      },
      get context() {
        return running.context;
      },
      get server() {
        return running.server;
      },
      place,
      close,
      closeWindow: () => page.close(),
      quit: async () => {
        await running.context.close();
        await running.server.stop();
        hasQuit = true;
      },
      openWindow: async () => {
        if (hasQuit) running = await start();
        hasQuit = false;
        page = await openPage(running);
        return page;
      },
      screenshot: async (name) => {
        const folder = join(root, ".build/screenshots");
        mkdirSync(folder, { recursive: true });
        const path = join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.png`);
        await page.screenshot({ path });
        return path;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
