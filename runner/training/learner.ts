import { buildNetwork } from "../../shared/models/index.ts";
import type { Plan } from "../../shared/plan.ts";
import type { Engine } from "../engine/engine.ts";
import type { StateDict } from "../interop/safetensors.ts";
import { createModel } from "../models/model.ts";
import { evaluateBatch } from "./evaluate-batch.ts";
import { createOptimizer } from "./optimizer.ts";
import type { Scores } from "./scores.ts";
import { type Batch, type StepFigures, type Trainer, trainStep } from "./train-step.ts";

/** What the loop trains: a model in this thread, or replicas of one in several threads (replicas/start-replicas.ts). */
export interface Learner {
  /**
   * One step on a whole batch, whose arrays are free again when it is answered.
   * @throws DivergedError before anything has changed, where the loss or the gradient's norm is not finite
   */
  step(batch: Batch, options: { learningRate: number }): Promise<StepFigures>;
  /** Scores images with the running statistics. */
  score: Score;
  /** The arrays are the caller's own. */
  state(): Promise<TrainingState>;
  /**
   * Takes over weights and momentum; null leaves the momentum as it is, which is 0 at the start.
   * @param file names the source in an error
   */
  load(state: { weights: StateDict; momentum: StateDict | null }, file: string): Promise<void>;
  close(): Promise<void>;
}

export type Score = (batch: Pick<Batch, "images" | "imageSize" | "labels">) => Promise<Scores>;

export interface TrainingState {
  weights: StateDict;
  momentum: StateDict;
}

export function localLearner({ recipe, data }: Pick<Plan, "recipe" | "data">, engine: Engine): Learner {
  const trainer = createTrainer({ recipe, classes: data.classes.length }, engine);
  return {
    step: (batch, options) => trainStep(trainer, batch, options),
    score: (batch) => evaluateBatch(trainer.model, batch),
    state: () => readState(trainer),
    load: async (state, file) => loadState(trainer, state, file),
    async close() {
      disposeTrainer(trainer);
    },
  };
}

/** A model with weights of zero, and its optimiser, on the engine's device. */
export function createTrainer(
  { recipe, classes }: { recipe: Plan["recipe"]; classes: number },
  engine: Engine,
): Trainer {
  const model = createModel(buildNetwork(recipe.model, { classes }), engine);
  return { model, optimizer: createOptimizer(model, recipe.optimizer) };
}

export async function readState({ model, optimizer }: Trainer): Promise<TrainingState> {
  return { weights: await model.stateDict(), momentum: await optimizer.stateDict() };
}

export function loadState(
  { model, optimizer }: Trainer,
  { weights, momentum }: Parameters<Learner["load"]>[0],
  file: string,
): void {
  model.loadStateDict(weights, file);
  if (momentum !== null) optimizer.loadStateDict(momentum, file);
}

export function disposeTrainer({ model, optimizer }: Trainer): void {
  optimizer.dispose();
  model.dispose();
}
