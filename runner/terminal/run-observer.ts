import type { Plan } from "../../shared/plan.ts";
import type { EpochSummary } from "../../shared/replay.ts";
import type { StepRecord } from "../training/loop.ts";
import type { RunObserver } from "../training/run-recorder.ts";
import type { ProgressBar } from "./progress.ts";
import { type EpochProgress, epochLine } from "./progress-line.ts";
import { printable, type Style, styled } from "./style.ts";

/** Weight of the past in the moving averages of speed and time. */
const inertia = 0.9;

const colors: Record<"info" | "warning" | "error", Style> = { info: "dim", warning: "yellow", error: "red" };

/** Shows a run on the terminal: a bar an epoch, a line when it ends. */
export class TerminalObserver implements RunObserver {
  readonly #plan: Plan;
  readonly #bar: ProgressBar;
  /** Sums over the epoch's images. */
  #images = 0;
  #loss = 0;
  #top1 = 0;
  /** Moving averages, milliseconds. */
  #stepMs: number | null = null;
  #waitMs = 0;
  #progress: EpochProgress | null = null;
  #validationBegan: number | null = null;
  #validationMs = 0;

  constructor(plan: Plan, bar: ProgressBar) {
    this.#plan = plan;
    this.#bar = bar;
  }

  step({ step, position, images, learningRate, figures, stepMs, waitMs }: StepRecord): void {
    this.#images += images;
    this.#loss += figures.loss * images;
    this.#top1 += figures.top1 * images;
    const blend = (past: number | null, now: number) => (past === null ? now : inertia * past + (1 - inertia) * now);
    this.#waitMs = blend(this.#stepMs === null ? null : this.#waitMs, waitMs);
    this.#stepMs = blend(this.#stepMs, stepMs);
    this.#progress = {
      epoch: position.row.epoch,
      epochs: this.#plan.epochs.length,
      done: position.batchInEpoch,
      total: position.row.steps,
      phase: "training",
      loss: this.#loss / this.#images,
      top1: this.#top1 / this.#images,
      learningRate,
      imagesPerSecond: images / (this.#stepMs / 1000),
      dataWait: Math.min(1, this.#waitMs / this.#stepMs),
      secondsLeft: this.#secondsLeft(step, position.row.epoch, this.#stepMs),
    };
    this.#bar.update(this.#progress);
  }

  /** Steps and validations that are still to come, at the pace of the latest. */
  #secondsLeft(step: number, epoch: number, stepMs: number): number {
    const { epochs, totalSteps, recipe } = this.#plan;
    const validations = Math.ceil((epochs.length - epoch) / recipe.evaluation.everyEpochs);
    return ((totalSteps - step) * stepMs + validations * this.#validationMs) / 1000;
  }

  validating(done: number, total: number): void {
    const now = performance.now();
    this.#validationBegan ??= now;
    if (done === total) {
      this.#validationMs = now - this.#validationBegan;
      this.#validationBegan = null;
    }
    const { epoch, epochs } = this.#progress ?? { epoch: 0, epochs: this.#plan.epochs.length };
    this.#bar.update({ epoch, epochs, done, total, phase: "validation" });
  }

  epochEnd(summary: EpochSummary): void {
    this.#bar.line(epochLine(summary, this.#plan.epochs.length));
    this.#images = 0;
    this.#loss = 0;
    this.#top1 = 0;
  }

  log(level: "info" | "warning" | "error", message: string): void {
    this.#bar.line(`${styled(process.stderr, colors[level], level)} ${printable(message, 2_000)}`);
  }
}
