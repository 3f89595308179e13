import { buildNetwork } from "../models/index.ts";
import { activationCount, layerRows } from "../models/layer-rows.ts";
import { stateEntries } from "../models/state-entries.ts";
import type { DataFacts, Plan } from "../plan.ts";
import type { Recipe } from "../recipe/schema.ts";
import { outputSize } from "../recipe/wisdom/input-size.ts";
import { createSchedule } from "../schedules/learning-rate.ts";
import { estimateMemory } from "./memory.ts";
import { PlanError } from "./plan-error.ts";

/**
 * Everything that follows from a recipe and the facts of its data set.
 *
 * @throws PlanError where the two do not go together.
 */
export function createPlan(recipe: Recipe, data: DataFacts): Plan {
  const { epochs, totalSteps, warmupSteps, peakLearningRate } = createSchedule(recipe, data.trainImages);
  if (data.classes.length < 2) throw PlanError.tooFewClasses(data.classes.length);
  const inputSize = outputSize(recipe.augmentation.train, recipe.data.format);
  if (inputSize === null) throw PlanError.inputSizeUndetermined();

  const network = buildNetwork(recipe.model, { classes: data.classes.length });
  const layers = layerRows(network, inputSize, recipe.model.init.fan);
  return {
    recipe,
    data,
    inputSize,
    totalSteps,
    stepsPerEpoch: epochs[0]!.steps,
    warmupSteps,
    peakLearningRate,
    imagesSeen: epochs.reduce(
      (sum, { steps, batchSize, lastBatchSize }) => sum + (steps - 1) * batchSize + lastBatchSize,
      0,
    ),
    layers,
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    macs: layers.reduce((sum, layer) => sum + layer.macs, 0),
    memory: estimateMemory(stateEntries(network), {
      activations: activationCount(layers, inputSize),
      largestBatch: epochs.reduce((largest, { batchSize }) => Math.max(largest, batchSize), 0),
    }),
    devices: recipe.training.devices,
    epochs,
  };
}
