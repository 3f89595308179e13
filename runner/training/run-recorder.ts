import type { MetricValues } from "../../shared/metrics.ts";
import type { Plan } from "../../shared/plan.ts";
import { type EpochSummary, EpochTable } from "../../shared/replay.ts";
import type { TensorBoardLog } from "../interop/tensorboard/tensorboard-log.ts";
import type { MachineFeed } from "../machine/machine-feed.ts";
import type { Journal } from "../runs/journal.ts";
import type { CheckpointStore } from "./checkpoint-store.ts";
import { devicesOf } from "./devices.ts";
import type { StepPosition } from "./due.ts";
import type { ValidationFigures } from "./evaluation.ts";
import type { Learner } from "./learner.ts";
import type { StepRecord, TrainingRecorder } from "./loop.ts";
import type { Past } from "./past.ts";
import type { Part } from "./plan-loader.ts";
import type { Batch } from "./train-step.ts";

/** What a person sees while a run goes on. */
export interface RunObserver {
  step(record: StepRecord): void;
  validating(done: number, total: number): void;
  epochEnd(summary: EpochSummary): void;
  log(level: "info" | "warning" | "error", message: string): void;
}

export interface RecorderParts {
  plan: Plan;
  learner: Learner;
  journal: Journal;
  past: Past;
  checkpoints: CheckpointStore;
  observer: RunObserver;
  tensorBoard: TensorBoardLog;
  machine: MachineFeed;
}

/** Writes what the loop does into the run's folder, and tells the observer. */
export class RunRecorder implements TrainingRecorder {
  readonly #parts: RecorderParts;
  /** The epoch that is not over, as this process and those that it goes on from have trained it. */
  #epochs: EpochTable;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#epochs = parts.past.epochs;
  }

  get latestCheckpoint(): number | null {
    return this.#parts.checkpoints.latestStep;
  }

  batch(step: number, position: StepPosition, batch: Batch): void {
    this.#parts.tensorBoard.batch(step, position, batch);
  }

  step(record: StepRecord): void {
    const { step, position, images, learningRate, figures, stepMs, waitMs, quarantinedImages } = record;
    this.#metrics(step, position.row.epoch, {
      "train/loss": figures.loss,
      "train/top1": figures.top1,
      "train/top5": figures.top5,
      learningRate,
      batchSize: images,
      imagesPerSecond: images / (stepMs / 1000),
      dataWait: Math.min(1, waitMs / stepMs),
      gradientNorm: figures.gradientNorm,
      ...(quarantinedImages > 0 ? { quarantinedImages } : {}),
      ...this.#parts.machine.take(),
    });
    this.#parts.observer.step(record);
  }

  validation(step: number, epoch: number, { loss, top1, top5 }: ValidationFigures): void {
    this.#metrics(step, epoch, { "validation/loss": loss, "validation/top1": top1, "validation/top5": top5 });
    this.#parts.past.top1.set(step, top1);
  }

  epochEnd(epoch: number): EpochSummary {
    const summary = this.#epochs.row(epoch)!;
    this.#epochs = new EpochTable();
    this.#parts.observer.epochEnd(summary);
    return summary;
  }

  async saveCheckpoint(step: number, { row, batchInEpoch }: StepPosition): Promise<void> {
    // What the journal says of the steps before the checkpoint must not be lost when the checkpoint is not.
    this.#parts.journal.sync();
    const { recipe, data } = this.#parts.plan;
    const { architecture, variant } = recipe.model;
    await this.#parts.checkpoints.save(
      {
        step,
        epoch: row.epoch,
        batchInEpoch,
        seed: recipe.training.seed,
        devices: devicesOf(this.#parts.plan),
        network: { architecture, variant, classes: data.classes.length },
        data,
      },
      await this.#parts.learner.state(),
    );
    this.#parts.journal.append({ type: "checkpoint", step, epoch: row.epoch, folder: `checkpoints/${step}` });
    this.#parts.journal.sync();
  }

  /** Names in the two data sets may be the same. */
  quarantine(part: Part, name: string, reason: string): void {
    const image = `${part}/${name}`;
    const { quarantined } = this.#parts.past;
    if (quarantined.has(image)) return; // found again by a resumed run
    quarantined.add(image);
    this.#parts.journal.append({ type: "quarantine", image, reason });
    this.#parts.observer.log("warning", `skipping ${image}: ${reason}`);
  }

  log(level: "info" | "warning" | "error", message: string): void {
    this.#parts.journal.append({ type: "log", level, message });
    this.#parts.observer.log(level, message);
  }

  #metrics(step: number, epoch: number, values: MetricValues): void {
    const record = this.#parts.journal.append({ type: "metrics", step, epoch, values });
    this.#epochs.add(record);
    this.#parts.tensorBoard.metrics(record);
  }
}
