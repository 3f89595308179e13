import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { StateDict } from "../interop/safetensors.ts";
import { syncFolder } from "../runs/durable.ts";
import { errorCode, storageError } from "../runs/storage-error.ts";
import {
  type Checkpoint,
  DamagedCheckpointError,
  readCheckpoint,
  readManifest,
  unreadable,
  writeCheckpoint,
} from "./checkpoint.ts";
import type { CheckpointManifest } from "./checkpoint-manifest.ts";

/**
 * The checkpoints of a run, `checkpoints/<step>/`. The latest `keep` stay, and the best by validation top-1. A name that
 * begins with a dot is work in progress that a crash left; one that ends in ".damaged" or
 * ".superseded" was set aside.
 */

/** What was wrong with a checkpoint that could not be used. */
export interface Damage {
  step: number;
  reason: string;
}

/** Steps of the checkpoints in `folder`, latest first. Only a missing folder means that there are none. */
export async function listCheckpoints(folder: string): Promise<number[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw unreadable(folder, error);
  }
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a);
}

/**
 * Sets the checkpoints after `step` aside, as `<step>.superseded`, so that the run goes on from that one. For the holder of
 * the run's lease.
 */
export async function setAsideAfter(folder: string, step: number): Promise<void> {
  // Latest first: whatever a crash leaves is a run with fewer checkpoints.
  for (const later of (await listCheckpoints(folder)).filter((one) => one > step)) {
    const aside = join(folder, `${later}.superseded`);
    await rm(aside, { recursive: true, force: true });
    await rename(join(folder, String(later)), aside);
  }
  await syncFolder(folder);
}

export interface CheckpointSurvey {
  /** The latest whole one; null where there is none at all. */
  latest: Checkpoint | null;
  /** Steps of the others, as far as their manifests tell. */
  earlier: number[];
  damaged: Damage[];
}

/** Looks at every checkpoint. Throws a UserError where all of them are damaged, or where the disk cannot be read. */
export async function surveyCheckpoints(folder: string): Promise<CheckpointSurvey> {
  const survey: CheckpointSurvey = { latest: null, earlier: [], damaged: [] };
  for (const step of await listCheckpoints(folder)) {
    const path = join(folder, String(step));
    try {
      if (survey.latest === null) survey.latest = await readCheckpoint(path);
      else survey.earlier.push((await readManifest(path)).step);
    } catch (error) {
      if (!(error instanceof DamagedCheckpointError)) throw error;
      survey.damaged.push({ step, reason: error.message });
    }
  }
  if (survey.latest === null && survey.damaged.length > 0) {
    const all = survey.damaged.map(({ step, reason }) => `step ${step}: ${reason}`).join("; ");
    throw new UserError(
      "checkpoint-damaged",
      `Every checkpoint in ${folder} is damaged (${all}). Restore one from a backup, or start a new run.`,
      { exitCode: 1 },
    );
  }
  return survey;
}

/** Of `steps` the one with the highest validation top-1, the earliest of equals; null where none was validated. */
export function bestStep(steps: Iterable<number>, top1: ReadonlyMap<number, number>): number | null {
  let best: number | null = null;
  for (const step of [...steps].sort((a, b) => a - b)) {
    const value = top1.get(step);
    if (value !== undefined && (best === null || value > top1.get(best)!)) best = step;
  }
  return best;
}

/** The writing side, for the process that holds the run's lease. */
export class CheckpointStore {
  readonly #folder: string;
  readonly #keep: number;
  readonly #top1: ReadonlyMap<number, number>;
  readonly #beforeCommit: () => Promise<void>;
  readonly #steps: Set<number>;

  constructor(
    folder: string,
    options: {
      /** Steps of the whole checkpoints that are there. */
      steps: Iterable<number>;
      keep: number;
      /** Validation top-1 by step; the caller adds to it. */
      top1: ReadonlyMap<number, number>;
      /** Throws where this process may not write any more. */
      beforeCommit: () => Promise<void>;
    },
  ) {
    this.#folder = folder;
    this.#keep = options.keep;
    this.#top1 = options.top1;
    this.#beforeCommit = options.beforeCommit;
    this.#steps = new Set(options.steps);
  }

  /** Step of the latest checkpoint, or null. */
  get latestStep(): number | null {
    return this.#steps.size === 0 ? null : Math.max(...this.#steps);
  }

  /** Clears what a crash left behind and sets damaged checkpoints aside, so that their steps can be written again. */
  async tidy(damaged: readonly Damage[]): Promise<void> {
    await this.#cleared(async () => {
      for (const name of await readdir(this.#folder)) {
        if (name.startsWith(".")) await rm(join(this.#folder, name), { recursive: true, force: true });
      }
      for (const { step } of damaged) {
        const aside = join(this.#folder, `${step}.damaged`);
        await rm(aside, { recursive: true, force: true });
        await rename(join(this.#folder, String(step)), aside);
      }
    });
  }

  /** Does work that removes or sets aside, and says in words what the disk has against it. */
  async #cleared(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw storageError(error, "The list of checkpoints", this.#folder, "then go on with --resume");
    }
  }

  /** Writes a checkpoint, then removes those that are not kept. Throws a UserError where the disk does not take it. */
  async save(
    manifest: Omit<CheckpointManifest, "format" | "files">,
    tensors: { weights: StateDict; momentum: StateDict },
  ): Promise<string> {
    const { step } = manifest;
    const folder = join(this.#folder, String(step));
    const kept = this.latestStep === null ? "there is no earlier one" : `the one of step ${this.latestStep} stays`;
    try {
      const temporary = join(this.#folder, `.writing-${step}`);
      await writeCheckpoint(folder, temporary, { manifest, ...tensors }, this.#beforeCommit);
      this.#steps.add(step);
    } catch (error) {
      throw storageError(error, `The checkpoint of step ${step}`, folder, `then go on with --resume; ${kept}`);
    }
    await this.#cleared(() => this.#prune());
    return folder;
  }

  async #prune(): Promise<void> {
    const steps = [...this.#steps].sort((a, b) => b - a);
    const best = bestStep(steps, this.#top1);
    for (const step of steps.slice(this.#keep).filter((one) => one !== best)) {
      // Renamed first: a kill in the middle must not leave a folder that looks like a damaged checkpoint.
      const leaving = join(this.#folder, `.deleting-${step}`);
      await rename(join(this.#folder, String(step)), leaving);
      await rm(leaving, { recursive: true, force: true });
      this.#steps.delete(step);
    }
  }
}
