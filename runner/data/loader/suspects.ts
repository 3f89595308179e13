import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Task, WorkerSetup } from "../../augment/worker-protocol.ts";
import { builtFile } from "../../built-file.ts";
import type { Dataset } from "../dataset.ts";

/** What decoding an image depends on. */
export type TrialSetup = Omit<WorkerSetup, "tag" | "witness">;

/** What the child process reads from its standard input, as JSON. */
export interface Trial {
  setup: TrialSetup;
  tasks: Task[];
}

/**
 * Finds out whether images ended a former process. Its workers have left word of those that they were at, in
 * `<path>.<worker>`. Most often somebody killed the process, and they are innocent. Where the decoder itself ended it, this
 * process would end in the same way; so each is decoded in a child process first, and one that takes the child along is
 * guilty. What is suspected, and later what is guilty, stays in `<path>.suspects`: the next process tries these again, as
 * they may have been mended, or the decoder.
 *
 * Reads what was left before it returns, so that new workers may leave their own word then. Returns why each guilty image
 * cannot be decoded, by index.
 */
export async function findGuilty(
  path: string,
  dataset: Dataset,
  setup: TrialSetup,
): Promise<ReadonlyMap<number, string>> {
  const suspected = readSuspects(path).filter((index) => index < dataset.length);
  write(path, suspected);
  removeWitnesses(path);
  const guilty = await tryAll(suspected, dataset, setup);
  write(path, [...guilty.keys()]);
  return guilty;
}

/** Removes the words of workers that have ended in good order. */
export function removeWitnesses(path: string): void {
  try {
    for (const file of filesOf(path)) if (!file.endsWith(".suspects")) rmSync(file, { force: true });
  } catch {} // then these images are tried again
}

function filesOf(path: string): string[] {
  const start = `${basename(path)}.`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(start))
    .map((name) => join(dirname(path), name));
}

function readSuspects(path: string): number[] {
  const words = filesOf(path).flatMap((file) => readFileSync(file, "utf8").split("\n"));
  return [...new Set(words.filter((word) => /^ *\d+$/.test(word)).map(Number))];
}

function write(path: string, indices: readonly number[]): void {
  const file = `${path}.suspects`;
  try {
    if (indices.length === 0) rmSync(file, { force: true });
    else writeFileSync(file, `${indices.join("\n")}\n`);
  } catch {} // as in runner/augment/witness.ts
}

async function tryAll(suspected: number[], dataset: Dataset, setup: TrialSetup): Promise<Map<number, string>> {
  const tasks = suspected
    .map((index): Task => ({ source: dataset.source(index), epoch: 0, index, slot: 0 }))
    .filter(({ source }) => source.kind !== "raw"); // no native module decodes them
  const guilty = new Map<number, string>();
  if (tasks.length === 0 || (await crashOf({ setup, tasks })) === null) return guilty;
  for (const task of tasks) {
    const crash = await crashOf({ setup, tasks: [task] });
    if (crash !== null) guilty.set(task.index, `its decoder crashed (${crash}), and took a process along`);
  }
  return guilty;
}

const crashes = ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP", "SIGSYS"];
const timeLimitMs = 120_000;

/** How the child crashed that decoded the images; null where it did not, or was ended by somebody else. */
async function crashOf(trial: Trial): Promise<string | null> {
  const child = spawn(process.execPath, [builtFile("try-images.mjs")], {
    stdio: ["pipe", "ignore", "pipe"],
    timeout: timeLimitMs,
    killSignal: "SIGKILL",
    windowsHide: true,
  });
  child.stdin.on("error", () => {}); // it ended before it had read
  child.stdin.end(JSON.stringify(trial));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  const [{ code, signal }, said] = await Promise.all([ended, text(child.stderr)]);
  if (signal !== null) return crashes.includes(signal) ? signal : null;
  if (code === 0) return null;
  // Windows has no signals: a process that crashed has the exception's code.
  if (code !== null && code >= 0xc000_0000) return `0x${code.toString(16)}`;
  throw new Error(`the process that tries images ended with exit code ${code}: ${said.trim()}`);
}
