import { describe, expect, it } from "vitest";
import { initialState } from "../../../runner/training/initialise.ts";
import { pretrainedState } from "../../../runner/training/pretrained.ts";
import { tinyNetwork } from "../../support/tiny-network.ts";

const init = { distribution: "xavierUniform", fan: "channels" } as const;
const network = tinyNetwork({ width: 64 });

describe("the initial state", () => {
  const state = initialState(network, { init, seed: 3 });

  it.each([
    ["channels", "conv1.weight", Math.sqrt(6 / (3 + 64))],
    ["receptive", "conv1.weight", Math.sqrt(6 / ((3 + 64) * 9))],
    ["channels", "layer1.0.downsample.1.weight", Math.sqrt(6 / 70)],
    ["receptive", "fc.weight", Math.sqrt(6 / 9)],
  ] as const)("is uniform within Xavier's bound (%s, %s)", (fan, name, bound) => {
    const data = initialState(network, { init: { ...init, fan }, seed: 3 }).get(name)!.data as Float32Array;
    const greatest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(greatest).toBeLessThanOrEqual(Math.fround(bound));
    expect(greatest).toBeGreaterThan(bound * 0.8);
    if (data.length < 1000) return;
    const deviation = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
    expect(deviation / (bound / Math.sqrt(3))).toBeCloseTo(1, 1);
  });

  it("starts norms, biases and statistics where the paper and PyTorch do", () => {
    const values = (name: string) => [...new Set<number | bigint>(state.get(name)!.data)];
    expect(values("bn1.weight")).toEqual([1]);
    expect(values("layer1.1.bn1.weight")).toEqual([0]);
    expect(values("bn1.bias")).toEqual([0]);
    expect(values("fc.bias")).toEqual([0]);
    expect(values("bn1.running_mean")).toEqual([0]);
    expect(values("bn1.running_var")).toEqual([1]);
    expect(state.get("bn1.num_batches_tracked")).toEqual({ dtype: "I64", shape: [], data: new BigInt64Array(1) });
  });

  it("draws a tensor from the seed and its own name alone", () => {
    expect(initialState(network, { init, seed: 3 })).toEqual(state);
    expect(initialState(tinyNetwork({ width: 64, classes: 9 }), { init, seed: 3 }).get("conv1.weight")).toEqual(
      state.get("conv1.weight"),
    );
    expect(initialState(network, { init, seed: 4 }).get("conv1.weight")).not.toEqual(state.get("conv1.weight"));
  });
});

describe("pretrained weights", () => {
  const drawn = initialState(network, { init, seed: 0 });

  it("are taken as they are where everything fits", () => {
    const pretrained = initialState(network, { init, seed: 1 });
    expect(pretrainedState(network, pretrained, drawn, "w")).toEqual({ state: pretrained, drawnAnew: [] });
  });

  it("get a new classifier for another number of classes", () => {
    const pretrained = initialState(tinyNetwork({ width: 64, classes: 1000 }), { init, seed: 1 });
    const { state, drawnAnew } = pretrainedState(network, pretrained, drawn, "w");
    expect(drawnAnew).toEqual(["fc.weight", "fc.bias"]);
    expect(state.get("fc.weight")).toEqual(drawn.get("fc.weight"));
    expect(state.get("conv1.weight")).toEqual(pretrained.get("conv1.weight"));
    expect(pretrained.get("fc.weight")!.shape).toEqual([1000, 6]);
  });

  it("of another architecture are refused", () => {
    const pretrained = initialState(tinyNetwork({ width: 8 }), { init, seed: 1 });
    expect(() => pretrainedState(network, pretrained, drawn, "w.safetensors")).toThrow(
      /w\.safetensors holds other weights.*conv1\.weight: expected F32 \[64,3,3,3\], came F32 \[8,3,3,3\]/,
    );
  });
});
