import { setImmediate } from "node:timers/promises";
import { count } from "../../shared/count.ts";
import { type Plan, stepRow } from "../../shared/plan.ts";
import type { EpochSummary } from "../../shared/replay.ts";
import { epochOrder } from "../../shared/sampling.ts";
import type { EpochOrder, Loader } from "../data/loader.ts";
import { UserError } from "../errors.ts";
import { checkpointDue, positionAfter, type StepPosition, validationDue } from "./due.ts";
import type { ValidationFigures } from "./evaluation.ts";
import type { Learner } from "./learner.ts";
import { prepareBatch } from "./prepare-batch.ts";
import type { TraceWriter } from "./trace.ts";
import { type Batch, DivergedError, type StepFigures } from "./train-step.ts";

/**
 * The training loop: epochs × steps as the plan says, validation and checkpoints when they are due. Everything that a step
 * depends on follows from the plan, its number, and the weights and momentum: so a loop that starts after step s with the
 * state of step s does what an uninterrupted one does.
 */
export interface TrainingJob {
  plan: Plan;
  learner: Learner;
  trainLoader: Loader;
  /** Steps that are done already. */
  startStep: number;
  /** Whether nothing is left to do after `startStep`; otherwise its validation was due and is not done yet. */
  startSettled: boolean;
  /** Do at most this many more steps; null for all. */
  maxSteps: number | null;
  /** Says why to stop after the step at hand, or null. */
  stopReason: () => string | null;
  /** Classifies the validation images after a step; null where it was stopped in between. */
  validate: (step: number, epoch: number) => Promise<ValidationFigures | null>;
  recorder: TrainingRecorder;
  trace: TraceWriter | null;
}

/** Where a loop leaves what it did. */
export interface TrainingRecorder {
  /** What the next step is about to train on; its memory is used again after the step. */
  batch(step: number, position: StepPosition, batch: Batch): void;
  step(record: StepRecord): void;
  validation(step: number, epoch: number, figures: ValidationFigures): void;
  epochEnd(epoch: number): EpochSummary;
  /** Step of the latest checkpoint, or null. */
  readonly latestCheckpoint: number | null;
  saveCheckpoint(step: number, position: StepPosition): Promise<void>;
}

export interface StepRecord {
  /** 1-based. */
  step: number;
  position: StepPosition;
  images: number;
  learningRate: number;
  figures: StepFigures;
  /** The whole step, waiting for its batch included. */
  stepMs: number;
  waitMs: number;
  quarantinedImages: number;
}

export interface Outcome {
  /** `stopped`: by `maxSteps`. `interrupted`: by `stopReason`, unless the one who asked names another state. */
  state: "completed" | "stopped" | "interrupted" | "paused";
  reason: string | null;
  /** Steps done since the start of the training. */
  step: number;
}

/**
 * Trains to the end, or until it is asked to stop; then the last step has a checkpoint. Throws a UserError where the loss
 * is not a number, and whatever the loader, the backend or the disk throw.
 */
export async function train(job: TrainingJob): Promise<Outcome> {
  const { plan, recorder } = job;
  const lastStep = Math.min(plan.totalSteps, job.startStep + (job.maxSteps ?? plan.totalSteps));
  let step = job.startStep;
  let lastSave = performance.now();

  /** What follows a step. Returns the outcome where it was the last. */
  const afterStep = async (validated: boolean): Promise<Outcome | null> => {
    const position = positionAfter(plan, step);
    if (!validated && validationDue(plan, position) && job.stopReason() === null) {
      const figures = await job.validate(step, position.row.epoch);
      if (figures !== null) {
        if (!Number.isFinite(figures.loss)) throw diverged(job, step, `the validation loss is ${figures.loss}`);
        recorder.validation(step, position.row.epoch, figures);
        validated = true;
      }
    }
    if (position.endsEpoch && (validated || !validationDue(plan, position))) recorder.epochEnd(position.row.epoch);
    const reason = job.stopReason();
    const isLast = reason !== null || step >= lastStep;
    const minutes = (performance.now() - lastSave) / 60_000;
    if (recorder.latestCheckpoint !== step && (isLast || checkpointDue(plan, step, minutes))) {
      await recorder.saveCheckpoint(step, position);
      lastSave = performance.now();
    }
    if (!isLast) return null;
    if (step === plan.totalSteps && (validated || reason === null)) return { state: "completed", reason: null, step };
    if (reason !== null) return { state: "interrupted", reason, step };
    return { state: "stopped", reason: `after ${count(job.maxSteps!, "step")}, as --max-steps says`, step };
  };

  if (step >= lastStep || !job.startSettled) {
    const outcome = await afterStep(job.startSettled);
    if (outcome !== null) return outcome;
  }
  let began = performance.now();
  for await (const loaded of job.trainLoader.batches(epochsAfter(plan, step))) {
    step += 1;
    const position = positionAfter(plan, step);
    const { learningRate } = stepRow(plan, step);
    const batch = prepareBatch(loaded, plan, { epoch: position.row.epoch, batchInEpoch: position.batchInEpoch - 1 });
    recorder.batch(step, position, batch);
    const figures = await finiteStep(job, batch, step, learningRate);
    await job.trace?.writeStep(step, { batch, learningRate, figures });
    loaded.release();
    // A backend that computes on this thread leaves no room for signals and messages otherwise.
    await setImmediate();
    recorder.step({
      step,
      position,
      images: batch.labels.length,
      learningRate,
      figures,
      stepMs: performance.now() - began,
      waitMs: loaded.waitMs,
      quarantinedImages: job.trainLoader.quarantined,
    });
    const outcome = await afterStep(false);
    if (outcome !== null) return outcome;
    began = performance.now();
  }
  throw new Error(`the loader ended after step ${step} of ${plan.totalSteps}`);
}

/** What is left to load after `step`, which may lie within an epoch. */
function* epochsAfter({ recipe, data, epochs }: Plan, step: number): Generator<EpochOrder, void> {
  for (const { epoch, firstStep, steps, batchSize, lastBatchSize } of epochs) {
    const startBatch = Math.max(0, step + 1 - firstStep);
    if (startBatch >= steps) continue;
    const images = (steps - 1) * batchSize + lastBatchSize;
    const order = epochOrder(recipe.training.seed, epoch, data.trainImages).subarray(0, images);
    yield { epoch, order, batchSize, startBatch };
  }
}

async function finiteStep(job: TrainingJob, batch: Batch, step: number, learningRate: number): Promise<StepFigures> {
  try {
    return await job.learner.step(batch, { learningRate });
  } catch (error) {
    if (error instanceof DivergedError) throw diverged(job, step, error.message);
    throw error;
  }
}

function diverged({ plan, recorder }: TrainingJob, step: number, what: string): UserError {
  const { learningRate, epoch } = stepRow(plan, step);
  const last = recorder.latestCheckpoint;
  const kept = last === null ? "There is no checkpoint yet." : `The last good checkpoint is the one of step ${last}.`;
  return new UserError(
    "diverged",
    `The training diverged at step ${step} (epoch ${epoch + 1}), where the learning rate is ${learningRate}: ${what}. The step was not taken. ${kept} Lower learningRate.initial, or lengthen learningRate.warmup, and start a new run.`,
    { exitCode: 1 },
  );
}
