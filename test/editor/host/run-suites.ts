import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { hostServer } from "../../../scripts/lib/vscode-host.mjs";
import { bundleSuites } from "./bundle.ts";
import { desktopVersion, type Host } from "./choose.ts";
import { type TestResult, variables } from "./results.ts";
import { root } from "./root.ts";
import { writeSettings } from "./server.ts";
import { createPlace } from "./workspace.ts";

export interface SuiteOptions {
  /** Below test/editor/: every *.test.ts in it is a suite. */
  folder: string;
  /** Whether the workspace is trusted. */
  trust: boolean;
  /** Settings of the user and the machine. */
  settings?: Record<string, unknown>;
  /** Settings that the workspace brings along. */
  workspaceSettings?: Record<string, unknown>;
  /** The window's language, where it is not English. Only the launcher's window needs no language pack for it. */
  language?: "ko";
  /** Added to the suites' environment. */
  env?: Record<string, string>;
}

export interface SuiteRun {
  results: TestResult[];
  /** How the host ended: 0 passed, 1 failed, 124 hung. */
  exitCode: number;
}

/** Runs Mocha suites in the extension host of a real VS Code, on a fresh workspace and profile. */
export async function runSuites(host: Host, options: SuiteOptions): Promise<SuiteRun> {
  const bundles = await bundleSuites(options.folder);
  const place = await createPlace();
  const resultsFile = join(place.folder, "results.json");
  const settings = options.settings ?? {};
  writeSettings(place.userDataDir, settings);
  if (options.workspaceSettings !== undefined) {
    mkdirSync(join(place.workspace, ".vscode"));
    writeFileSync(join(place.workspace, ".vscode/settings.json"), JSON.stringify(options.workspaceSettings));
  }
  const env = {
    ...place.env,
    ...options.env,
    [variables.server]: hostServer,
    [variables.language]: options.language ?? "en",
    [variables.results]: resultsFile,
    [variables.scratch]: place.scratch,
    RECIPE_LAB_EDITOR_SETTINGS: JSON.stringify(settings),
  };
  const program = host.kind === "desktop" ? await downloadAndUnzipVSCode(desktopVersion) : bundles.launcher;
  const folders = [place.workspace, `--user-data-dir=${place.userDataDir}`, `--extensions-dir=${place.extensionsDir}`];
  try {
    const exitCode = options.trust
      ? await runTests({
          vscodeExecutablePath: program,
          extensionDevelopmentPath: root,
          extensionTestsPath: bundles.suite,
          launchArgs: [...folders, "--disable-extensions"],
          extensionTestsEnv: env,
        }).catch((error: { code?: number }) => error.code ?? 1)
      : await runRestricted(program, [...folders, `--extensionTestsPath=${bundles.suite}`], env);
    return { results: readResults(resultsFile), exitCode };
  } finally {
    place.remove();
    rmSync(bundles.folder, { recursive: true, force: true });
  }
}

/** As runTests does it, less --disable-workspace-trust, which it always passes. */
function runRestricted(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const common = [
    "--no-sandbox",
    "--disable-gpu-sandbox",
    "--disable-updates",
    "--skip-welcome",
    "--disable-extensions",
  ];
  const child = spawn(program, [...args, ...common, `--extensionDevelopmentPath=${root}`], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function readResults(file: string): TestResult[] {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as TestResult[];
  } catch {
    return []; // the host ended before its first test; the exit code says so
  }
}
