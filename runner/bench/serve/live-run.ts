import { recipeSchema } from "../../../shared/recipe/schema.ts";
import { planFor } from "../../plan/plan-for.ts";
import { Journal } from "../../runs/journal.ts";
import { acquireLease } from "../../runs/lease.ts";
import { createRun, type RunFolder } from "../../runs/run-folder.ts";

/** A run that this process writes as a training does, without training. */
export interface LiveRun {
  folder: RunFolder;
  /** Records written so far. */
  readonly sequence: number;
  /** Writes so many steps at once. Returns their bytes in the journal. */
  burst(steps: number): number;
  /** Writes steps at this rate from now on, until the function that is returned is called. */
  pace(perSecond: number): () => void;
  end(): Promise<void>;
}

export async function startLiveRun(runs: string): Promise<LiveRun> {
  const recipe = recipeSchema.parse({ name: "bench" });
  const plan = planFor(recipe, { trainImages: 50_000, validationImages: 10_000, classes: ["a", "b"] });
  const folder = await createRun(runs, { recipeText: "{}\n", plan });
  const lease = await acquireLease(folder.path);
  const journal = await Journal.open(folder.journal);
  journal.append({
    type: "environment",
    host: "bench",
    backend: "none",
    device: "none",
    devices: 1,
    versions: {},
    resumedFromStep: 0,
  });
  let last = journal.append({ type: "state", state: "running" }).sequence;
  let step = 0;
  const writeStep = () => {
    step += 1;
    const record = journal.append({
      type: "metrics",
      step,
      epoch: 0,
      values: {
        "train/loss": 1 / Math.sqrt(step),
        "train/top1": 1 - 1 / Math.sqrt(step),
        "train/top5": 1 - 1 / step,
        learningRate: 0.1,
        batchSize: 256,
        imagesPerSecond: 300 + (step % 7),
        dataWait: 0.01,
        gradientNorm: 1 + 1 / step,
      },
    });
    last = record.sequence;
    return JSON.stringify(record).length + 1;
  };
  return {
    folder,
    get sequence() {
      return last;
    },
    burst(steps) {
      let bytes = 0;
      for (let count = 0; count < steps; count++) bytes += writeStep();
      return bytes;
    },
    pace(perSecond) {
      const began = performance.now();
      let written = 0;
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
        for (; written < due; written++) writeStep();
      }, 1000 / perSecond);
      return () => clearInterval(timer);
    },
    async end() {
      journal.append({ type: "state", state: "stopped", reason: "the bench is over" });
      journal.close();
      await lease.release();
    },
  };
}
