import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import { parseRecord } from "../../runner/runs/parse-record.ts";
import type { JournalEvent } from "../../shared/journal.ts";
import { writeImageFolder } from "./images.ts";
import { recipeLab, type Started } from "./recipe-lab.ts";

/** A place with a small data set and a recipe that trains on it within seconds: 3 epochs of 5 steps. */
export interface SmallRun {
  folder: string;
  recipe: string;
  runs: string;
  remove: () => void;
}

export const totalSteps = 15;
export const stepsPerEpoch = 5;

export async function smallRun(): Promise<SmallRun> {
  const folder = mkdtempSync(join(tmpdir(), "recipe-lab-run-"));
  await writeImageFolder(join(folder, "train"), { perClass: 14, size: 16 });
  await writeImageFolder(join(folder, "validation"), { perClass: 4, size: 16, first: 1000 });
  const recipe = join(folder, "small.recipe.json");
  writeFileSync(
    recipe,
    `{
  "name": "small", // a comment, which the run's copy keeps
  "extends": "small:baseline",
  "data": {"train": "train", "validation": "validation", "workers": 1},
  "augmentation": {
    "train": [
      {"op": "randomResizedCrop", "size": 16}, {"op": "horizontalFlip"}, {"op": "colorScale"}, {"op": "pcaNoise"}, {"op": "normalize"}],
    "validation": [{"op": "resizeShorterEdge", "size": 16}, {"op": "centerCrop", "size": 16}, {"op": "normalize"}]},
  "learningRate": {"warmup": {"epochs": 1}, "decay": {"kind": "step", "epochs": [2]}},
  "training": {"epochs": 3, "batchSize": 8, "seed": 3},
}`,
  );
  const runs = join(folder, "runs");
  mkdirSync(runs);
  return { folder, recipe, runs, remove: () => removeFolder(folder) };
}

/**
 * Removes a folder in which a process may be writing its last word: that a run has failed is known before its process has
 * closed its files. Node's own `maxRetries` waits for the folder to be empty and removes no file that came meanwhile.
 */
export function removeFolder(folder: string): void {
  for (let tries = 100; ; tries--) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === 0 || (error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100); // milliseconds
    }
  }
}

/** Trains with the small recipe and returns the run's folder. */
export async function trained(place: SmallRun, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await recipeLab(runArguments(place, ...args));
  expect(stderr).not.toContain("error");
  expect(code).toBe(0);
  return stdout.trim();
}

export function runArguments({ recipe, runs }: SmallRun, ...args: string[]): string[] {
  return ["run", recipe, "--runs", runs, "--backend", "wasm", ...args];
}

/** SHA-256 of the weights and the momentum after `step`. */
export function hashes(run: string, step = totalSteps): Record<string, string> {
  return Object.fromEntries(
    ["weights", "momentum"].map((name) => {
      const bytes = readFileSync(join(run, "checkpoints", String(step), `${name}.safetensors`));
      return [name, createHash("sha256").update(bytes).digest("hex")];
    }),
  );
}

/** What the run's journal says, in whole records; nothing where there is no journal yet. */
export function events(run: string): JournalEvent[] {
  const path = join(run, "journal.ndjson");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  return lines.flatMap((line) => parseRecord(line) ?? []);
}

/** The only run in `runs`. */
export function onlyRun(runs: string): string {
  const names = readdirSync(runs);
  expect(names).toHaveLength(1);
  return join(runs, names[0]!);
}

/** Waits until a run that goes on has done `step` steps since the process was started. Returns its folder. */
export async function untilStep(runs: string, step: number, { child }: Started): Promise<string> {
  while (child.exitCode === null) {
    const [name] = existsSync(runs) ? readdirSync(runs).filter((entry) => !entry.startsWith(".")) : [];
    if (name !== undefined) {
      const done = events(join(runs, name)).filter((event) => event.type === "metrics" && event.step >= step);
      if (done.length > 0) return join(runs, name);
    }
    await setTimeout(5);
  }
  throw new Error(`the process ended before step ${step}`);
}

/** Every file below a folder with its content's hash, to see that nothing has changed. */
export function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return Object.fromEntries(
    files
      .filter((file) => statSync(file).isFile())
      .map((file) => [relative(folder, file), createHash("sha256").update(readFileSync(file)).digest("hex")]),
  );
}
