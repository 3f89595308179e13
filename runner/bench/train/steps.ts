import * as tf from "@tensorflow/tfjs-core";
import { buildNetwork } from "../../../shared/models/index.ts";
import { createStream } from "../../../shared/random.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";
import type { Engine } from "../../engine/engine.ts";
import { createModel } from "../../models/model.ts";
import { initialState } from "../../training/initialise.ts";
import { createOptimizer } from "../../training/optimizer.ts";
import { applyGradients, type Batch, computeGradients, disposeGradients } from "../../training/train-step.ts";
import type { Workload } from "./workload.ts";

/** Steps until V8 has compiled the kernels in its best tier and the heap has its size. */
export const WARM_UP_STEPS = 2;

/** Makes a workload ready on `engine`; the function that is returned runs one step and returns when it is done. */
export function prepareSteps(workload: Workload, engine: Engine): () => void {
  return workload.kind === "network" ? networkSteps(workload, engine) : depthwiseSteps(workload);
}

function networkSteps(workload: Extract<Workload, { kind: "network" }>, engine: Engine): () => void {
  const { architecture, imageSize, batchSize, classes } = workload;
  const recipe = recipeSchema.parse({ model: { architecture, variant: "b" } });
  const network = buildNetwork(recipe.model, { classes });
  const model = createModel(network, engine);
  model.loadStateDict(initialState(network, { init: recipe.model.init, seed: 0 }), "the initial state");
  const optimizer = createOptimizer(model, recipe.optimizer);
  const batch = randomBatch(batchSize, imageSize, classes);
  return () => {
    const computed = computeGradients(model, batch);
    computed.loss.dataSync();
    applyGradients({ model, optimizer }, computed, { learningRate: 0.01 });
    disposeGradients(computed);
  };
}

function randomBatch(batchSize: number, imageSize: number, classes: number): Batch {
  const stream = createStream({ seed: 0, purpose: "initialisation" });
  const images = Float32Array.from({ length: batchSize * imageSize ** 2 * 3 }, () => stream.normal());
  const labels = Int32Array.from({ length: batchSize }, () => stream.integer(classes));
  const targets = new Float32Array(batchSize * classes);
  labels.forEach((label, row) => {
    targets[row * classes + label] = 1;
  });
  return { images, imageSize, labels, targets };
}

function depthwiseSteps({ imageSize, channels, batchSize }: Extract<Workload, { kind: "depthwisePair" }>): () => void {
  const x = tf.randomNormal<tf.Rank.R4>([batchSize, imageSize, imageSize, channels]);
  const spatial = tf.randomNormal<tf.Rank.R4>([3, 3, channels, 1]);
  const pointwise = tf.randomNormal<tf.Rank.R4>([1, 1, channels, channels]);
  const dy = tf.randomNormal<tf.Rank.R4>([batchSize, imageSize, imageSize, channels]);
  const block = tf.grads((image, a, b) =>
    tf.conv2d(tf.depthwiseConv2d(image as tf.Tensor4D, a as tf.Tensor4D, 1, 1), b as tf.Tensor4D, 1, 0),
  );
  return () => tf.dispose(block([x, spatial, pointwise], dy));
}
