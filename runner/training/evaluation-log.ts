import type { Plan } from "../../shared/plan.ts";
import type { Dataset } from "../data/dataset.ts";
import { removeEvaluationsAfter, writeEvaluation } from "../runs/evaluations.ts";
import type { Lease } from "../runs/lease.ts";
import type { RunFolder } from "../runs/run-folder.ts";
import { bestStep } from "./checkpoint-store.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluationDetail } from "./evaluation-detail.ts";

interface LogParts {
  run: RunFolder;
  plan: Plan;
  /** The validation images. */
  dataset: Dataset;
  /** Validation top-1 by step so far. */
  top1: ReadonlyMap<number, number>;
  lease: Lease;
  warn: (message: string) => void;
}

/** Keeps what validations say of classes and images, for whoever looks at the run. What goes wrong with it is a warning. */
export class EvaluationLog {
  readonly #parts: LogParts;

  constructor(parts: LogParts) {
    this.#parts = parts;
  }

  /** Clears away what a former process found after the step from which this one goes on. */
  tidy(startStep: number): Promise<void> {
    return this.#guard(() => removeEvaluationsAfter(this.#parts.run, startStep));
  }

  async write(evaluation: Evaluation, { step, epoch }: { step: number; epoch: number }): Promise<void> {
    const { run, plan, dataset, top1, lease } = this.#parts;
    await lease.assertHeld();
    await this.#guard(async () => {
      if (!evaluation.losses.every(Number.isFinite)) return; // the run is about to end for it
      const decode = plan.recipe.data;
      const detail = await evaluationDetail({ evaluation, dataset, decode, step, epoch, time: Date.now() });
      await writeEvaluation(run, detail, bestStep(top1.keys(), top1));
    });
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.warn(`the details of a validation are not kept: ${(error as Error).message}`);
    }
  }
}
