import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BroadcastChannel } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../../runner/engine/engine.ts";
import { createEngine } from "../../../runner/engine/index.ts";
import type { StateDict } from "../../../runner/interop/safetensors.ts";
import { initialState } from "../../../runner/training/initialise.ts";
import { createTrainer, type Learner, loadState, localLearner, readState } from "../../../runner/training/learner.ts";
import { sharesOf } from "../../../runner/training/replicas/shares.ts";
import { type Replicas, startReplicas } from "../../../runner/training/replicas/start-replicas.ts";
import {
  applyGradients,
  type Batch,
  computeGradients,
  disposeGradients,
  type Trainer,
} from "../../../runner/training/train-step.ts";
import { buildNetwork } from "../../../shared/models/index.ts";
import { syntheticBatch } from "../../support/batches.ts";
import { recipeOf } from "../../support/recipes.ts";

const recipe = recipeOf({
  model: { architecture: "resnet20", variant: "b" },
  optimizer: { decayBiasAndNorm: false },
});
const classes = 3;
const plan = { recipe, data: { trainImages: 8, validationImages: 8, classes: ["a", "b", "c"] } };
const initial = initialState(buildNetwork(recipe.model, { classes }), { init: recipe.model.init, seed: 4 });
const imageSize = 8;
const learningRate = 0.02;
const batch = (index: number, count = 8) => syntheticBatch({ count, imageSize, classes, index });

let engine: Engine;
const open: Learner[] = [];
beforeAll(async () => {
  ({ engine } = await createEngine("wasm"));
});
afterEach(async () => {
  for (const learner of open.splice(0)) await learner.close();
});

async function replicas(count: number, workerUrl?: URL): Promise<Replicas> {
  const started = await startReplicas({ plan, engine, replicas: count, ...(workerUrl && { workerUrl }) });
  open.push(started);
  await started.load({ weights: initial, momentum: null }, "the initial state");
  return started;
}

function rows({ images, targets, labels }: Batch, { start, end }: { start: number; end: number }): Batch {
  const pixels = imageSize * imageSize * 3;
  return {
    images: images.slice(start * pixels, end * pixels),
    imageSize,
    labels: labels.slice(start, end),
    targets: targets.slice(start * classes, end * classes),
  };
}

/** The same step in one thread: each share by itself, with batch norm of its own, and the weighted sum of the gradients. */
function stepByShares(trainer: Trainer, whole: Batch, count: number): { loss: number } {
  const shares = sharesOf(whole.labels.length, count).filter(({ weight }) => weight > 0);
  const parts = shares.map((share) => ({
    ...computeGradients(trainer.model, rows(whole, share)),
    weight: share.weight,
  }));
  const loss = parts.reduce((sum, part) => sum + part.weight * part.loss.dataSync()[0]!, 0);
  tf.tidy(() => {
    const gradients = new Map(
      [...parts[0]!.gradients.keys()].map((name) => [
        name,
        tf.addN(parts.map((part) => tf.mul(part.gradients.get(name)!, part.weight))),
      ]),
    );
    const statistics = parts[0]!.statistics.map(({ name }, index) => ({
      name,
      mean: tf.addN(parts.map((part) => tf.mul(part.statistics[index]!.mean, part.weight))) as tf.Tensor1D,
      variance: tf.addN(
        parts.map(({ statistics, weight }) => {
          const { variance, count } = statistics[index]!;
          return tf.mul(variance, (weight * count) / (count - 1));
        }),
      ) as tf.Tensor1D,
      count: Number.POSITIVE_INFINITY,
    }));
    applyGradients(trainer, { gradients, statistics }, { learningRate });
  });
  for (const part of parts) disposeGradients(part);
  return { loss };
}

/** The largest difference of two states, relative to the largest value of the tensor that it is in. */
function largestDifference(a: StateDict, b: StateDict): number {
  let largest = 0;
  for (const [name, { data }] of a) {
    const other = b.get(name)!.data;
    let scale = 0;
    let difference = 0;
    for (let index = 0; index < data.length; index++) {
      scale = Math.max(scale, Math.abs(Number(other[index])));
      difference = Math.max(difference, Math.abs(Number(data[index]) - Number(other[index])));
    }
    largest = Math.max(largest, difference / (scale || 1));
  }
  return largest;
}

describe("replicas", () => {
  it.each([
    [2, 8, 3],
    // Thirds round: more steps would amplify it, because a network of so few images is chaotic.
    [2, 7, 1],
    [3, 8, 1],
    [3, 2, 3],
  ])("%d of them train on %d images for %d steps as one thread does share by share", async (count, images, steps) => {
    const several = await replicas(count);
    const one = createTrainer({ recipe, classes }, engine);
    loadState(one, { weights: initial, momentum: null }, "the initial state");
    for (let step = 0; step < steps; step++) {
      const { loss } = await several.step(batch(step, images), { learningRate });
      expect(loss).toBeCloseTo(stepByShares(one, batch(step, images), count).loss, 5);
    }
    const [reference, state] = [await readState(one), await several.state()];
    expect(largestDifference(state.weights, reference.weights)).toBeLessThan(1e-6);
    expect(largestDifference(state.momentum, reference.momentum)).toBeLessThan(1e-6);
    expect(state.weights.get("bn1.num_batches_tracked")!.data[0]).toBe(BigInt(steps));
  });

  it("give the same bits each time, and after a resume", async () => {
    const first = await replicas(2);
    for (let step = 0; step < 4; step++) await first.step(batch(step), { learningRate });
    const second = await replicas(2);
    for (let step = 0; step < 2; step++) await second.step(batch(step), { learningRate });
    const third = await replicas(2);
    await third.load(await second.state(), "the checkpoint");
    for (let step = 2; step < 4; step++) {
      await second.step(batch(step), { learningRate });
      await third.step(batch(step), { learningRate });
    }
    const expected = await first.state();
    expect(await second.state()).toEqual(expected);
    expect(await third.state()).toEqual(expected);
  });

  it("score every image, in order, as one thread does", async () => {
    const several = await replicas(3);
    const one = localLearner(plan, engine);
    open.push(one);
    await one.load({ weights: initial, momentum: null }, "the initial state");
    for (const images of [1, 2, 8]) {
      const [scores, expected] = [await several.score(batch(0, images)), await one.score(batch(0, images))];
      expect(scores).toMatchObject({ predictions: expected.predictions, ranks: expected.ranks });
      // A convolution may be computed another way for a batch of another size.
      expected.losses.forEach((loss, image) => {
        expect(Math.abs(scores.losses[image]! - loss)).toBeLessThanOrEqual(1e-5 * loss);
      });
    }
  });

  it("report the figures of the whole batch", async () => {
    const several = await replicas(2);
    const one = localLearner(plan, engine);
    open.push(one);
    await one.load({ weights: initial, momentum: null }, "the initial state");
    // A batch of the same image has the same statistics however it is divided.
    const { images, labels, targets } = rows(batch(0), { start: 0, end: 1 });
    const repeated = {
      images: Float32Array.from({ length: 4 * images.length }, (_, index) => images[index % images.length]!),
      imageSize,
      labels: Int32Array.from({ length: 4 }, () => labels[0]!),
      targets: Float32Array.from({ length: 4 * classes }, (_, index) => targets[index % classes]!),
    };
    const figures = await several.step(repeated, { learningRate });
    const expected = await one.step(repeated, { learningRate });
    expect(figures.loss / expected.loss).toBeCloseTo(1, 4);
    expect(figures.gradientNorm / expected.gradientNorm).toBeCloseTo(1, 3);
    expect(figures).toMatchObject({ top1: expected.top1, top5: expected.top5 });
  });

  it("change nothing where one of them meets a number that is none", async () => {
    const several = await replicas(2);
    const before = await several.state();
    const broken = batch(0);
    broken.images[broken.images.length - 1] = Number.NaN;
    await expect(several.step(broken, { learningRate })).rejects.toMatchObject({ name: "DivergedError" });
    expect(await several.state()).toEqual(before);
    await several.step(batch(1), { learningRate });
  });
});

describe("a training thread", () => {
  let watched: URL;
  const watchedReplicas = (mode: string) => {
    vi.stubEnv("WATCHED_REPLICA", mode);
    return replicas(2, watched);
  };
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  beforeAll(() => {
    const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
    const outfile = path(`.build/watched-replica-${process.pid}.mjs`); // these tests may run twice at once
    execFileSync(process.execPath, [
      path("scripts/bundle-for-node.mjs"),
      path("test/support/watched-replica.ts"),
      outfile,
    ]);
    watched = pathToFileURL(outfile);
    return () => rmSync(outfile);
  });

  it.each([
    ["exit", "it ended with exit code 3"],
    ["throw", "a defect"],
  ])("that dies in a step (%s) ends the training, and nobody waits for it", async (how, reason) => {
    const several = await watchedReplicas(how);
    await several.step(batch(0), { learningRate });
    const crash = {
      code: "training-thread-crashed",
      message: expect.stringContaining(`Training thread 2 of 2 crashed: ${reason}`),
    };
    await expect(several.step(batch(1), { learningRate })).rejects.toMatchObject(crash);
    await expect(several.state()).rejects.toMatchObject(crash);
    await several.close();
  });

  it("passes on what it cannot do, in the words of one thread", async () => {
    const several = await replicas(2);
    const pixel = {
      images: new Float32Array(6),
      imageSize: 1,
      labels: new Int32Array(2),
      targets: new Float32Array(6),
    };
    await expect(several.step(pixel, { learningRate })).rejects.toMatchObject({ code: "batch-too-small", exitCode: 2 });
  });

  it("leaves neither tensors nor memory behind in 200 steps", async () => {
    const seen: { steps: number; numTensors: number; numBytes: number; javascript: number }[] = [];
    const channel = new BroadcastChannel("replica-memory");
    channel.onmessage = (event) => seen.push((event as { data: (typeof seen)[0] }).data);
    const several = await watchedReplicas("memory");
    for (let step = 0; step < 200; step++) await several.step(batch(step % 10), { learningRate });
    await several.state();
    channel.close();
    expect(seen).toHaveLength(8);
    const early = seen.find(({ steps }) => steps === 50)!;
    for (const { numTensors, numBytes, javascript } of seen) {
      expect({ numTensors, numBytes }).toEqual({ numTensors: early.numTensors, numBytes: early.numBytes });
      expect(javascript - early.javascript).toBeLessThan(8 << 20); // a step makes about a megabyte
    }
  });
});
