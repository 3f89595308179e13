import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../runner/engine/index.ts";
import { createModel } from "../../../runner/models/model.ts";
import { evaluateBatch } from "../../../runner/training/evaluate-batch.ts";
import { initialState } from "../../../runner/training/initialise.ts";
import { createOptimizer, decayOf } from "../../../runner/training/optimizer.ts";
import {
  applyGradients,
  computeGradients,
  disposeGradients,
  type Trainer,
  trainStep,
} from "../../../runner/training/train-step.ts";
import { syntheticBatch } from "../../support/batches.ts";
import { tinyNetwork } from "../../support/tiny-network.ts";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Bytes in use by JavaScript, once everything that is garbage has gone. Array buffers are freed in the background. */
async function usedBytes(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    gc();
    await setTimeout(20);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const settings = { algorithm: "nag", momentum: 0.9, weightDecay: 1e-4, decayBiasAndNorm: true } as const;

async function trainer(backend: "cpu" | "wasm", seed = 0): Promise<Trainer> {
  const { engine } = await createEngine(backend);
  const model = createModel(tinyNetwork(), engine);
  const init = { distribution: "xavierUniform", fan: "channels" } as const;
  model.loadStateDict(initialState(model.network, { init, seed }), "the initial state");
  return { model, optimizer: createOptimizer(model, settings) };
}

const batch = (index = 0) => syntheticBatch({ count: 8, imageSize: 6, classes: 3, index });

describe.each(["cpu", "wasm"] as const)("a training step on %s", (backend) => {
  it("learns, and leaves neither tensors nor memory behind in 200 steps", async () => {
    const made = await trainer(backend);
    const losses: number[] = [];
    const step = async (index: number) => {
      losses.push((await trainStep(made, batch(index % 20), { learningRate: 0.05 })).loss);
    };
    for (let index = 0; index < 50; index++) await step(index);
    const { numTensors, numBytes } = tf.memory();
    const before = await usedBytes();
    for (let index = 50; index < 200; index++) await step(index);
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    expect((await usedBytes()) - before).toBeLessThan(1 << 20);
    expect(losses[0]).toBeGreaterThan(0.8);
    expect(losses.slice(-20).reduce((sum, loss) => sum + loss) / 20).toBeLessThan(losses[0]! / 2);
  });

  it("is the two halves in a row", async () => {
    const whole = await trainer(backend);
    const halves = await trainer(backend);
    for (let index = 0; index < 3; index++) {
      await trainStep(whole, batch(index), { learningRate: 0.1 });
      const computed = computeGradients(halves.model, batch(index));
      applyGradients(halves, computed, { learningRate: 0.1 });
      disposeGradients(computed);
    }
    expect(await halves.model.stateDict()).toEqual(await whole.model.stateDict());
    expect(await halves.optimizer.stateDict()).toEqual(await whole.optimizer.stateDict());
  });

  it("changes nothing where the loss is not finite", async () => {
    const made = await trainer(backend);
    const before = await made.model.stateDict();
    const broken = batch();
    broken.images[0] = Number.NaN;
    const { numTensors } = tf.memory();
    // wasm's ReLU makes 0 of NaN, so that only the gradient tells.
    await expect(trainStep(made, broken, { learningRate: 0.1 })).rejects.toMatchObject({
      name: "DivergedError",
      figures: { gradientNorm: Number.NaN },
    });
    expect(await made.model.stateDict()).toEqual(before);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it("goes on bit for bit from a saved state", async () => {
    const first = await trainer(backend);
    for (let index = 0; index < 3; index++) await trainStep(first, batch(index), { learningRate: 0.1 });
    const second = await trainer(backend, 7);
    second.model.loadStateDict(await first.model.stateDict(), "the checkpoint");
    second.optimizer.loadStateDict(await first.optimizer.stateDict(), "the checkpoint");
    for (const made of [first, second]) await trainStep(made, batch(3), { learningRate: 0.1 });
    expect(await second.model.stateDict()).toEqual(await first.model.stateDict());
  });

  it("evaluates images alike in whatever batch they come", async () => {
    const { model } = await trainer(backend);
    const { images, imageSize, labels } = batch();
    const all = await evaluateBatch(model, { images, imageSize, labels });
    const size = imageSize * imageSize * 3;
    const last = await evaluateBatch(model, {
      images: images.subarray(7 * size),
      imageSize,
      labels: labels.subarray(7),
    });
    expect(last.losses[0]).toBe(all.losses[7]);
  });
});

describe("the optimiser", () => {
  it("measures the gradient before weight decay", async () => {
    const made = await trainer("cpu");
    const computed = computeGradients(made.model, batch());
    const norm = Math.hypot(...[...computed.gradients.values()].flatMap((gradient) => [...gradient.dataSync()]));
    const figures = await trainStep(made, batch(), { learningRate: 0.1 });
    expect(figures.gradientNorm).toBeCloseTo(norm, 5);
  });

  it.each([
    [true, ["weight", "bias", "gamma", "beta"], 0.5],
    [false, ["weight"], 0.5],
    [false, ["bias", "gamma", "beta"], 0],
  ] as const)("with decayBiasAndNorm %s decays %s by %d", (decayBiasAndNorm, roles, expected) => {
    for (const role of roles) expect(decayOf({ role }, { weightDecay: 0.5, decayBiasAndNorm })).toBe(expected);
  });

  it("refuses the momentum of another network", async () => {
    const made = await trainer("cpu");
    const state = await made.optimizer.stateDict();
    state.set("fc.bias", { dtype: "F32", shape: [4], data: new Float32Array(4) });
    expect(() => made.optimizer.loadStateDict(state, "momentum.safetensors")).toThrow(
      "momentum.safetensors holds the momentum of another network: fc.bias: expected F32 [3], came F32 [4]",
    );
  });
});
