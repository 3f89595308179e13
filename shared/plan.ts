import type { Recipe } from "./recipe/schema.ts";

/** What a plan has to know of a data set; read from disk where it is, or stood in by `--images` and `--classes`. */
export interface DataFacts {
  trainImages: number;
  validationImages: number;
  classes: string[];
}

export interface LayerRow {
  /** torchvision's name, "layer1.0.conv1". */
  name: string;
  kind: string;
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
}

/** Everything that follows from a recipe and a data set, before anything runs. JSON-serialisable. */
export interface Plan {
  recipe: Recipe;
  data: DataFacts;
  inputSize: number;
  totalSteps: number;
  stepsPerEpoch: number;
  epochs: EpochRow[];
  warmupSteps: number;
  /** η after linear scaling. */
  peakLearningRate: number;
  imagesSeen: number;
  layers: LayerRow[];
  parameters: number;
  macs: number;
  memory: MemoryEstimate;
}

export interface MemoryEstimate {
  /** Weights, gradients, momentum. Bytes. */
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
