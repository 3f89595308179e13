import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../../runner/engine/engine.ts";
import { createEngine } from "../../../runner/engine/index.ts";
import type { StateDict } from "../../../runner/interop/safetensors.ts";
import { createModel } from "../../../runner/models/model.ts";
import { initialState } from "../../../runner/training/initialise.ts";
import { stateEntries } from "../../../shared/models/state-entries.ts";
import { createStream } from "../../../shared/random.ts";
import { tinyNetwork } from "../../support/tiny-network.ts";

let engine: Engine;
beforeAll(async () => {
  engine = (await createEngine("cpu")).engine;
});

const network = tinyNetwork();

/** A state in which every float is its own, so that a tensor in the wrong place or layout shows. */
function distinctState(): StateDict {
  const stream = createStream({ seed: 9, purpose: "initialisation" });
  const state: StateDict = new Map();
  for (const [name, tensor] of initialState(network, {
    init: { distribution: "xavierUniform", fan: "channels" },
    seed: 0,
  })) {
    if (tensor.dtype === "F32") state.set(name, { ...tensor, data: tensor.data.map(() => stream.between(0.2, 1.2)) });
    else state.set(name, { ...tensor, data: new BigInt64Array([5n]) } as typeof tensor);
  }
  return state;
}

function model(state = distinctState()) {
  const made = createModel(network, engine);
  made.loadStateDict(state, "the test");
  return made;
}

const images = () => {
  const stream = createStream({ seed: 2, purpose: "augmentation" });
  return tf.tensor4d(
    Float32Array.from({ length: 5 * 7 * 7 * 3 }, () => stream.normal()),
    [5, 7, 7, 3],
  );
};

describe("the model", () => {
  it("gives back the state that it was given, in the network's order", async () => {
    const state = distinctState();
    const back = await model(state).stateDict();
    expect([...back]).toEqual([...state]);
    expect([...back.keys()]).toEqual(stateEntries(network).map((entry) => entry.name));
  });

  it("keeps filters HWIO and dense weights [in, out] on the device", () => {
    const shapes = Object.fromEntries(model().parameters.map(({ entry, variable }) => [entry.name, variable.shape]));
    expect(shapes["conv1.weight"]).toEqual([3, 3, 3, 4]);
    expect(shapes["fc.weight"]).toEqual([6, 3]);
  });

  it("takes weights without a count of batches, as old files have none", async () => {
    const state = distinctState();
    for (const name of [...state.keys()]) if (name.endsWith("num_batches_tracked")) state.delete(name);
    const back = await model(state).stateDict();
    expect(back.get("bn1.num_batches_tracked")!.data).toEqual(new BigInt64Array([0n]));
  });

  it("names what differs in the weights of another network, and stays as it was", async () => {
    const made = model();
    const before = await made.stateDict();
    const other = distinctState();
    other.set("conv1.weight", { dtype: "F32", shape: [8, 3, 3, 3], data: new Float32Array(216) });
    other.set("layer9.weight", { dtype: "F32", shape: [1], data: new Float32Array(1) });
    other.delete("fc.bias");
    expect(() => made.loadStateDict(other, "old.safetensors")).toThrow(
      "old.safetensors holds other weights than those of tiny with 3 classes: conv1.weight: expected F32 [4,3,3,3], came F32 [8,3,3,3]; fc.bias is missing; layer9.weight has no place in this network.",
    );
    expect(await made.stateDict()).toEqual(before);
  });

  it("evaluates as plain convolutions and norms with the running statistics would", () => {
    const made = model();
    const state = distinctState();
    const logits = made.forwardEvaluation(images());
    const expected = tf.tidy(() => plainEvaluation(state, images()));
    expect(tf.norm(tf.sub(logits, expected)).dataSync()[0]! / tf.norm(expected).dataSync()[0]!).toBeLessThan(1e-6);
  });

  it("evaluates each image on its own", () => {
    const made = model();
    const all = made.forwardEvaluation(images());
    const first = made.forwardEvaluation(tf.slice(images(), 0, 1));
    expect([...first.dataSync()]).toEqual([...all.dataSync()].slice(0, 3));
  });

  it("moves the running statistics by a tenth of the batch's, with the unbiased variance", async () => {
    const made = model();
    const before = (await made.stateDict()).get("bn1.running_var")!.data as Float32Array;
    made.updateRunningStatistics([
      { name: "bn1", mean: tf.tensor1d([1, 2, 3, 4]), variance: tf.tensor1d([1, 2, 3, 4]), count: 5 },
    ]);
    const after = await made.stateDict();
    const expected = before.map((value, channel) => 0.9 * value + 0.1 * (channel + 1) * (5 / 4));
    (after.get("bn1.running_var")!.data as Float32Array).forEach((value, channel) => {
      expect(value).toBeCloseTo(expected[channel]!, 6);
    });
    expect(after.get("bn1.num_batches_tracked")!.data[0]).toBe(6n);
    expect(after.get("layer1.0.bn1.num_batches_tracked")!.data[0]).toBe(5n);
  });

  it("refuses a batch that has no variance", () => {
    expect(() => model().forwardTraining(tf.zeros([1, 1, 1, 3]))).toThrow("Batch norm bn1 sees one value per channel");
  });

  it("leaves nothing behind after an evaluation", () => {
    const made = model();
    const x = images();
    const before = tf.memory().numTensors;
    made.forwardEvaluation(x).dispose();
    expect(tf.memory().numTensors).toBe(before);
    made.dispose();
    expect(tf.memory().numTensors).toBe(
      before - stateEntries(network).filter(({ role }) => role !== "batchCount").length,
    );
  });
});

/** The tiny network written out by hand, without folding. */
function plainEvaluation(state: StateDict, x: tf.Tensor4D): tf.Tensor {
  const get = (name: string) => {
    const { data, shape } = state.get(name)!;
    return tf.tensor(data as Float32Array, [...shape]);
  };
  const conv = (input: tf.Tensor4D, name: string, stride: number, pad: number) =>
    tf.conv2d(input, tf.transpose(get(`${name}.weight`) as tf.Tensor4D, [2, 3, 1, 0]), stride, pad);
  const norm = (input: tf.Tensor4D, name: string) =>
    tf.batchNorm4d(
      input,
      get(`${name}.running_mean`) as tf.Tensor1D,
      get(`${name}.running_var`) as tf.Tensor1D,
      get(`${name}.bias`) as tf.Tensor1D,
      get(`${name}.weight`) as tf.Tensor1D,
      1e-5,
    );
  const stem = tf.maxPool(tf.relu(norm(conv(x, "conv1", 1, 1), "bn1")), 3, 2, 1);
  const shortcut = norm(conv(tf.avgPool(stem, 2, 2, "same"), "layer1.0.downsample.1", 1, 0), "layer1.0.downsample.2");
  const first = tf.relu(tf.add(norm(conv(stem, "layer1.0.conv1", 2, 1), "layer1.0.bn1"), shortcut)) as tf.Tensor4D;
  const second = tf.relu(tf.add(norm(conv(first, "layer1.1.conv1", 1, 1), "layer1.1.bn1"), first));
  const dense = tf.matMul(tf.mean(second, [1, 2]) as tf.Tensor2D, tf.transpose(get("fc.weight") as tf.Tensor2D));
  return tf.add(dense, get("fc.bias"));
}
