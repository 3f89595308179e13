import * as tf from "@tensorflow/tfjs-core";
import { buildNetwork } from "../../../shared/models/index.ts";
import { createStream } from "../../../shared/random.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";
import type { Engine } from "../../engine/engine.ts";
import { initialState } from "../../training/initialise.ts";
import { createTrainer } from "../../training/learner.ts";
import { startReplicas } from "../../training/replicas/start-replicas.ts";
import { applyGradients, type Batch, computeGradients, disposeGradients } from "../../training/train-step.ts";
import type { Workload } from "./workload.ts";

/** Steps until V8 has compiled the kernels in its best tier and the heap has its size. */
export const WARM_UP_STEPS = 2;

/** Makes a workload ready on `engine`; the function that is returned runs one step and returns when it is done. */
export function prepareSteps(workload: Workload, engine: Engine): () => void {
  return workload.kind === "network" ? networkSteps(workload, engine) : depthwiseSteps(workload);
}

/** The same on several threads. */
export async function startThreads(workload: Workload, engine: Engine) {
  if (workload.kind !== "network") throw new Error(`${workload.name} is measured on one thread`);
  const { recipe, classes, initial } = startingPoint(workload);
  const data = {
    trainImages: 0,
    validationImages: 0,
    classes: Array.from({ length: classes }, (_, label) => `${label}`),
  };
  const replicas = await startReplicas({ plan: { recipe, data }, engine, replicas: workload.threads });
  await replicas.load({ weights: initial, momentum: null }, "the initial state");
  const batch = randomBatch(workload);
  return { step: () => replicas.step(batch, { learningRate: LEARNING_RATE }), close: () => replicas.close() };
}

type NetworkWorkload = Extract<Workload, { kind: "network" }>;

const LEARNING_RATE = 0.01;

function startingPoint({ architecture, classes }: NetworkWorkload) {
  const recipe = recipeSchema.parse({ model: { architecture, variant: "b" } });
  const network = buildNetwork(recipe.model, { classes });
  return { recipe, classes, initial: initialState(network, { init: recipe.model.init, seed: 0 }) };
}

function networkSteps(workload: NetworkWorkload, engine: Engine): () => void {
  const { recipe, classes, initial } = startingPoint(workload);
  const trainer = createTrainer({ recipe, classes }, engine);
  const { model } = trainer;
  model.loadStateDict(initial, "the initial state");
  const batch = randomBatch(workload);
  return () => {
    const computed = computeGradients(model, batch);
    computed.loss.dataSync();
    applyGradients(trainer, computed, { learningRate: LEARNING_RATE });
    disposeGradients(computed);
  };
}

/** The images are in shared memory, where the loader puts them. */
function randomBatch({ batchSize, imageSize, classes }: NetworkWorkload): Batch {
  const stream = createStream({ seed: 0, purpose: "initialisation" });
  const length = batchSize * imageSize ** 2 * 3;
  const images = new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
  for (let index = 0; index < length; index++) images[index] = stream.normal();
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
