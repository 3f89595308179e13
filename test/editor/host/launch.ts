// Stands in for the program `code` in @vscode/test-electron's runTests(): takes its arguments, opens the VS Code server in a
// headless browser, and runs the suite in a real extension host. Exit codes: 0 passed, 1 failed, 124 it hung.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatWithOptions } from "node:util";
import type { Browser, Page } from "playwright-core";
import { newContext, startBrowser } from "./browser.ts";
import { parseCommandLine } from "./command-line.ts";
import { lendHands } from "./hands.ts";
import { variables } from "./results.ts";
import { remoteUri, type Server, startServer, workbenchUrl } from "./server.ts";

const options = parseCommandLine(process.argv.slice(2));
const limitSeconds = Number(process.env.RECIPE_LAB_EDITOR_LIMIT_S ?? 900);
const verbose = process.env.RECIPE_LAB_EDITOR_VERBOSE === "1";
const temporary = mkdtempSync(join(tmpdir(), "recipe-lab-editor-"));
let server: Server | undefined;
let browser: Browser | undefined;
let page: Page | undefined;
let ending = false;

async function finish(code: number, why?: string): Promise<void> {
  if (ending) return;
  ending = true;
  if (why !== undefined) console.error(why);
  await browser?.close().catch(() => {});
  await server?.stop();
  rmSync(temporary, { recursive: true, force: true });
  process.exit(code);
}

process.on("SIGTERM", () => finish(143));
process.on("SIGINT", () => finish(130));
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void finish(1, "the process that started these tests is gone");
}, 1000).unref();
setTimeout(
  () => finish(124, `no end within ${limitSeconds} s:\n${[server?.log(), ...said.slice(-50)].join("\n")}`),
  limitSeconds * 1000,
).unref();

/** What VS Code itself says while it runs: of use only where something is wrong, and then all of it. */
const said: string[] = [];
function hear(_type: string, args: readonly unknown[]): void {
  said.push(formatWithOptions({ colors: false }, ...args));
  if (verbose) console.error(said.at(-1));
}

try {
  if (options.testsPath === undefined)
    throw new Error("expected --extensionTestsPath=FILE, as @vscode/test-electron gives it");
  const hands = await lendHands(() => page);
  server = await startServer({
    env: { [variables.hands]: hands },
    userDataDir: options.userDataDir ?? join(temporary, "user"),
    extensionsDir: options.extensionsDir ?? join(temporary, "extensions"),
    settings: JSON.parse(process.env.RECIPE_LAB_EDITOR_SETTINGS ?? "{}"),
    trust: options.trust,
    args: ["--enable-smoke-test-driver"],
  });
  browser = await startBrowser();
  const context = await newContext(browser);
  // The server has no language packs: the window is told its language as a pack would do it.
  const language = process.env[variables.language] ?? "en";
  if (language !== "en")
    await context.addInitScript((name) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: name }), language);
  const window = await context.newPage();
  page = window;
  const exitCode = new Promise<number>((resolve) => {
    window.on("crash", () => {
      console.error("the window crashed");
      resolve(1);
    });
    void window.exposeFunction("codeAutomationExit", resolve);
  });
  await window.exposeFunction("codeAutomationLog", hear);
  const { port } = server;
  const uri = (path: string): string => remoteUri(port, path);
  await window.goto(
    workbenchUrl(port, options.folder ?? null, [
      ...options.developmentPaths.map((path): [string, string] => ["extensionDevelopmentPath", uri(path)]),
      ["extensionTestsPath", uri(options.testsPath)],
    ]),
  );
  await finish(await exitCode);
} catch (error) {
  await finish(1, String(error instanceof Error ? error.stack : error));
}
