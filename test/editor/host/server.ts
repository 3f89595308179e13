import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostServer } from "../../../scripts/lib/vscode-host.mjs";
import { variables } from "./results.ts";
import { root } from "./root.ts";

/** Quiet and off the network, whatever the test. */
const baseSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "chat.commandCenter.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "update.mode": "none",
};

export interface ServerOptions {
  userDataDir: string;
  extensionsDir: string;
  /** Added to settings.json, of the user and of the machine: in a remote window machine-scoped settings come from the latter. */
  settings?: Record<string, unknown>;
  /** False for a restricted workspace. */
  trust?: boolean;
  env?: NodeJS.ProcessEnv;
  args?: readonly string[];
}

export interface Server {
  port: number;
  /** What it printed, for a failure's message. */
  log(): string;
  /** Ends it and every process of its group, and waits until they are gone. */
  stop(): Promise<void>;
}

/** Writes the settings where VS Code, desktop and server, reads them. */
export function writeSettings(userDataDir: string, settings: Record<string, unknown> = {}): void {
  for (const kind of ["User", "Machine"]) {
    mkdirSync(join(userDataDir, kind), { recursive: true });
    writeFileSync(join(userDataDir, kind, "settings.json"), JSON.stringify({ ...baseSettings, ...settings }, null, 2));
  }
}

/** The server's program with what every call of it needs. */
export function serverCommand({ userDataDir, extensionsDir }: ServerOptions): string[] {
  return [
    process.env[variables.server] ?? hostServer,
    "--server-data-dir",
    userDataDir,
    "--user-data-dir",
    userDataDir,
    "--extensions-dir",
    extensionsDir,
  ];
}

/** Starts the VS Code server on a free port of this machine. It ends with this process, however that ends. */
export async function startServer(options: ServerOptions): Promise<Server> {
  mkdirSync(options.extensionsDir, { recursive: true });
  writeSettings(options.userDataDir, options.settings);
  const args = [
    ...serverCommand(options),
    ...["--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"],
    ...["--telemetry-level", "off"],
    ...(options.trust === false ? [] : ["--disable-workspace-trust"]),
    ...(options.args ?? []),
  ];
  const child = spawn(process.execPath, [join(root, "test/editor/host/guard.mjs"), process.execPath, ...args], {
    env: { ...process.env, EXTENSIONS_GALLERY: "{}", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true, // Ctrl-C at a terminal ends us, and the guard ends it
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let log = "";
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the VS Code server said no port within 60 s:\n${log}`)), 60_000);
    const read = (text: string): void => {
      log = (log + text).slice(-100_000);
      const found = /Extension host agent listening on (\d+)/.exec(log);
      if (found === null) return;
      clearTimeout(timer);
      resolve(Number(found[1]));
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the VS Code server ended with ${code}:\n${log}`)));
  });
  return {
    port,
    log: () => log,
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

/** A path of this machine as the workbench names it. */
export const remoteUri = (port: number, path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;

/** The address of a window. `payload` are VS Code's own start options, as pairs. */
export function workbenchUrl(port: number, folder: string | null, payload: readonly [string, string][]): string {
  const query = new URLSearchParams();
  if (folder !== null) query.set(folder.endsWith(".code-workspace") ? "workspace" : "folder", folder);
  query.set("payload", JSON.stringify([...payload, ["skipWelcome", "true"]]));
  return `http://127.0.0.1:${port}/?${query}`;
}
