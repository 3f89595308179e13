import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Result, recipeLab, type Started, start } from "./recipe-lab.ts";

/** A runner in a process of its own, and the command line as its client, both with a configuration folder of their own. */
export interface Served {
  started: Started;
  url: string;
  port: number;
  tokenFile: string;
  /** Everything that the runner has said so far. */
  said: () => string;
  /** Runs a client command against it. */
  client: (...args: string[]) => Promise<Result>;
  startClient: (...args: string[]) => Started;
  /** Ends it with a signal and waits for its end. */
  end: (signal?: NodeJS.Signals) => Promise<Result>;
}

export interface ServeOptions {
  runs: string;
  data: string;
  config: string;
  port?: number;
  args?: readonly string[];
  environment?: Record<string, string>;
  /** Another Node than the one that runs the tests, for the runner. */
  node?: string;
}

export function configFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "recipe-lab-config-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export async function serve({
  runs,
  data,
  config,
  port = 0,
  args = [],
  environment = {},
  node = process.execPath,
}: ServeOptions): Promise<Served> {
  const env = { ...process.env, XDG_CONFIG_HOME: config, ...environment };
  const started = start(["serve", "--port", String(port), "--runs", runs, "--data", data, ...args], { env, node });
  let said = "";
  started.child.stderr!.on("data", (text: string) => {
    said += text;
  });
  while (!said.includes("\ntoken ")) {
    if (started.child.exitCode !== null) throw new Error(`the runner ended: ${said}`);
    await setTimeout(10);
  }
  const url = /^runner +(\S+)$/m.exec(said)![1]!;
  const tokenFile = /^token .*in (\S+)$/m.exec(said)![1]!;
  const clientEnv = { ...process.env, XDG_CONFIG_HOME: config, RECIPE_LAB_RUNNER: url };
  return {
    started,
    url,
    port: Number(new URL(url).port),
    tokenFile,
    said: () => said,
    client: (...command) => recipeLab(command, { env: clientEnv }),
    startClient: (...command) => start(command, { env: clientEnv }),
    end: (signal = "SIGTERM") => {
      started.child.kill(signal);
      return started.result;
    },
  };
}
