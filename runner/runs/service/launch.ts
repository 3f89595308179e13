import { spawn } from "node:child_process";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { builtFile } from "../../built-file.ts";
import type { RunFolder } from "../run-folder.ts";
import type { RunProcessOptions } from "../run-process-options.ts";
import { processEnvironment } from "./process-environment.ts";

/** How a process ended, as far as its parent can tell; a process that was found again later has no parent here. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const logFile = (run: RunFolder) => join(run.path, "process.log");

/**
 * Starts the process of a run in a session of its own: neither the end of this process nor a Ctrl-C at its terminal
 * reaches it. What it prints goes to `process.log` in the run's folder, where it outlives both.
 * @param environment what it is told beside what every process of a run is
 */
export function launch(run: RunFolder, options: RunProcessOptions, environment: Record<string, string>): Promise<Exit> {
  const log = openSync(logFile(run), "w", 0o600);
  try {
    const child = spawn(process.execPath, [builtFile("run-process.mjs"), run.path, JSON.stringify(options)], {
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...processEnvironment(process.env), ...environment },
      windowsHide: true,
    });
    child.unref();
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code, signal) => resolve({ code, signal }));
    });
  } finally {
    closeSync(log);
  }
}

const lastWordsBytes = 2000;

/** The last lines that a run's process printed; "" where there are none. */
export function lastWords(run: RunFolder, lines = 5): string {
  const path = logFile(run);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return "";
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(Math.min(size, lastWordsBytes));
    const length = readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString("utf8", 0, length).trim().split("\n").slice(-lines).join("\n");
  } finally {
    closeSync(file);
  }
}
