import type { LeafLayer } from "./models/layers.ts";
import type { Recipe } from "./recipe/schema.ts";
import type { Schedule } from "./schedules/learning-rate.ts";

export { createPlan } from "./plan/create-plan.ts";
export { PlanError, type PlanErrorCode } from "./plan/plan-error.ts";
export { scheduleRows, stepRow } from "./schedules/learning-rate.ts";

/** What a plan has to know of a data set; read from disk where it is, or stood in by `--images` and `--classes`. */
export interface DataFacts {
  trainImages: number;
  validationImages: number;
  classes: string[];
}

export interface LayerRow {
  /** torchvision's name, "layer1.0.conv1". */
  name: string;
  kind: LeafLayer["kind"];
  /** [height, width, channels] that come out. */
  outputShape: number[];
  parameters: number;
  /** Multiply–accumulates for one image. */
  macs: number;
  /** Xavier bound: weights are uniform in [−a, a]. Null where nothing is drawn. */
  xavierBound: number | null;
}

export interface EpochRow {
  /** 0-based. */
  epoch: number;
  /** Step (1-based) of its first batch. */
  firstStep: number;
  steps: number;
  batchSize: number;
  /** Images in its last batch: fewer under `lastBatch: "keep"`, otherwise `batchSize`. */
  lastBatchSize: number;
}

/** Everything that follows from a recipe and a data set, before anything runs. JSON-serialisable. */
export interface Plan extends Schedule {
  recipe: Recipe;
  data: DataFacts;
  /** Side of the square that the training pipeline makes. Pixels. */
  inputSize: number;
  /** Of the first epoch; others have fewer where the batch grows. */
  stepsPerEpoch: number;
  /** Over the whole training; an image counts each time. */
  imagesSeen: number;
  layers: LayerRow[];
  parameters: number;
  /** Multiply–accumulates of a forward pass over one image. */
  macs: number;
  memory: MemoryEstimate;
  /** How many devices share a batch; "all" until a run has counted those of its machine. */
  devices: number | "all";
}

export interface MemoryEstimate {
  /** Weights, gradients, momentum and running statistics. Bytes. */
  parametersBytes: number;
  /** Activations kept for the backward pass at the largest batch. Bytes. */
  activationsBytes: number;
  totalBytes: number;
}

/** A step's row of the schedule. */
export interface StepRow {
  /** 1-based. */
  step: number;
  /** 0-based. */
  epoch: number;
  batchSize: number;
  learningRate: number;
}
