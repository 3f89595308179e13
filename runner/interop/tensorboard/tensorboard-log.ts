import type { JournalEvent } from "../../../shared/journal.ts";
import type { Plan } from "../../../shared/plan.ts";
import { readRecipeText } from "../../recipe/read-recipe-text.ts";
import type { RunFolder } from "../../runs/run-folder.ts";
import type { StepPosition } from "../../training/due.ts";
import type { Batch } from "../../training/train-step.ts";
import { batchImageDue, drawBatch, firstImages } from "./batch-image.ts";
import { image, sessionStart, summary } from "./event.ts";
import { EventFile } from "./event-file.ts";
import { metricsSummary, recipeSummary } from "./summaries.ts";

export interface TensorBoardOptions {
  run: RunFolder;
  plan: Plan;
  /** Called once, when writing has failed and ends. */
  warn: (message: string) => void;
}

/**
 * The event file that a process writes beside the journal, so that `tensorboard --logdir runs` works as it is. It repeats
 * what the journal says. Whatever goes wrong ends this file alone, with one warning: the run goes on.
 */
export class TensorBoardLog {
  readonly #options: TensorBoardOptions;
  /** Null before the beginning, and after the end or a failure. */
  #file: EventFile | null = null;
  /** Pictures that are being drawn. */
  #drawing: Promise<void> = Promise.resolve();
  /** Writes a picture that is drawn, or throws what went wrong with it. */
  #drawn: (() => void)[] = [];

  constructor(options: TensorBoardOptions) {
    this.#options = options;
  }

  begin({ time, host, sequence, resumedFromStep }: JournalEvent & { type: "environment" }): void {
    this.#guard(() => {
      const { run, plan } = this.#options;
      const file = new EventFile(run.path, { timeMs: time, host, sequence });
      this.#file = file;
      // Steps that a killed process did after its last checkpoint are done again: TensorBoard drops the first ones.
      file.write(sessionStart(time, resumedFromStep === 0 ? 0 : resumedFromStep + 1));
      if (resumedFromStep === 0) file.write(recipeSummary(time, plan, readRecipeText(run.recipe)));
    });
  }

  metrics(record: JournalEvent & { type: "metrics" }): void {
    if (this.#file === null) return;
    this.#guard(() => {
      this.#writePictures();
      this.#file?.write(metricsSummary(record));
    });
  }

  /** What the network takes in at a step, now and then, as a picture that is drawn while the training goes on. */
  batch(step: number, position: StepPosition, batch: Batch): void {
    const { plan } = this.#options;
    if (this.#file === null || !batchImageDue(plan, position)) return;
    this.#guard(() => {
      const images = firstImages(batch, plan.recipe.augmentation.train);
      const drawing = drawBatch(images, batch.imageSize).then(
        (picture) => {
          this.#drawn.push(() => this.#file?.write(summary(Date.now(), step, [image("train/batch", picture)])));
        },
        (error: unknown) => {
          this.#drawn.push(() => {
            throw error;
          });
        },
      );
      this.#drawing = Promise.all([this.#drawing, drawing]).then(() => {});
    });
  }

  async close(): Promise<void> {
    await this.#drawing;
    if (this.#file === null) return;
    this.#guard(() => {
      this.#writePictures();
      this.#end();
    });
  }

  #writePictures(): void {
    for (const write of this.#drawn.splice(0)) write();
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#drawn = [];
    try {
      this.#end();
    } catch {
      // It could not be written; that it cannot be closed either says nothing new.
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.warn(
      `the TensorBoard file ends here, because it could not be written (${reason}); the run goes on, and its journal has everything`,
    );
  }

  #end(): void {
    const file = this.#file;
    this.#file = null;
    file?.close();
  }
}
