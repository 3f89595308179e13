import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../../shared/plan.ts";
import { UserError } from "../errors.ts";
import type { StateDict } from "../interop/safetensors.ts";
import { findRun, type RunFolder, readPlan } from "../runs/run-folder.ts";
import { programName } from "../terminal/program-name.ts";
import { shellWord } from "../terminal/shell-word.ts";
import { DamagedCheckpointError, readCheckpoint } from "./checkpoint.ts";
import { bestStep, listCheckpoints, surveyCheckpoints } from "./checkpoint-store.ts";
import { readPast } from "./past.ts";
import { readWeights } from "./starting-weights.ts";

/** Weights, where they come from, and the plan that they were trained under where that is known. */
export interface WeightsToEvaluate {
  weights: StateDict;
  /** Path, for errors and reports. */
  file: string;
  /** One sentence on the choice, for people. */
  explanation: string;
  /** Null for a bare file. */
  step: number | null;
  plan: Plan | null;
}

/** What `--checkpoint` takes. */
export type CheckpointChoice = "last" | "best" | number;

/** Opens a .safetensors file, or a checkpoint of a run. Throws a UserError where there is none. */
export async function weightsToEvaluate(
  reference: string,
  runs: string,
  choice: CheckpointChoice,
): Promise<WeightsToEvaluate> {
  if (reference.endsWith(".safetensors") && !(await isFolder(reference))) {
    return { weights: await readWeights(reference), file: reference, explanation: reference, step: null, plan: null };
  }
  const run = await findRun(reference, runs);
  const plan = await readPlan(run);
  const { checkpoint, reason } = await choose(run, choice);
  const { step } = checkpoint.manifest;
  const explanation = `the checkpoint of step ${step} of ${plan.totalSteps} (${reason})`;
  return { weights: checkpoint.weights, file: join(run.checkpoints, String(step)), explanation, step, plan };
}

async function choose(run: RunFolder, choice: CheckpointChoice) {
  if (choice === "last") {
    const { latest, damaged } = await surveyCheckpoints(run.checkpoints);
    if (latest === null) throw noCheckpoint(run);
    const skipped = damaged.filter(({ step }) => step > latest.manifest.step);
    const reason =
      skipped.length > 0 ? `the last that is whole: ${skipped[0]!.reason} at step ${skipped[0]!.step}` : "the last one";
    return { checkpoint: latest, reason };
  }
  const steps = await listCheckpoints(run.checkpoints);
  if (steps.length === 0) throw noCheckpoint(run);
  const { top1 } = await readPast(run.journal);
  const step = choice === "best" ? bestStep(steps, top1) : choice;
  if (step === null || !steps.includes(step)) {
    const what = step === null ? "one that was validated" : `the one of step ${step}`;
    throw new UserError(
      "no-such-checkpoint",
      `Run ${run.id} has the checkpoints of steps ${steps.join(", ")}, and not ${what}. Choose one of them, or --checkpoint last.`,
    );
  }
  try {
    const reason = choice === "best" ? "the best by validation top-1" : "as asked for";
    return { checkpoint: await readCheckpoint(join(run.checkpoints, String(step))), reason };
  } catch (error) {
    if (!(error instanceof DamagedCheckpointError)) throw error;
    throw new UserError(
      "checkpoint-damaged",
      `The checkpoint of step ${step} of run ${run.id} is damaged: ${error.message}. Choose another with --checkpoint (${steps.join(", ")}).`,
      { exitCode: 1, cause: error },
    );
  }
}

function noCheckpoint(run: RunFolder): UserError {
  return new UserError(
    "no-checkpoint",
    `Run ${run.id} has no checkpoint yet, so there is nothing to evaluate. Train it first: ${programName()} run --resume ${shellWord(run.path)}`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false; // whoever reads it says what is wrong
  }
}
