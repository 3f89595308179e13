import { type LeafLayer, leafLayers } from "../../shared/models/layers.ts";
import type { Network } from "../../shared/models/network.ts";
import { elementCount, stateEntries } from "../../shared/models/state-entries.ts";
import { xavierBound } from "../../shared/models/xavier.ts";
import { createStream, hashName } from "../../shared/random.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import type { StateDict } from "../interop/safetensors.ts";

/**
 * The weights that a run starts from (§2.1 of the paper): convolutions and dense layers uniform in [−a, a] with Xavier's
 * a, biases 0, γ 1 (0 where the network says so), β 0, running mean 0 and variance 1.
 *
 * Each tensor has its own random stream, keyed by the seed and its name, and is drawn in the order of its elements in the
 * state dict: the same seed starts a layer of the same shape alike whatever else the network has.
 */
export function initialState(
  network: Network,
  { init, seed }: { init: Recipe["model"]["init"]; seed: number },
): StateDict {
  const layers = new Map([...leafLayers(network.layers)].map((layer) => [layer.name, layer]));
  const state: StateDict = new Map();
  for (const { name, shape, role } of stateEntries(network)) {
    const layer = layers.get(name.slice(0, name.lastIndexOf(".")))!;
    const data = new Float32Array(elementCount(shape));
    switch (role) {
      case "batchCount":
        state.set(name, { dtype: "I64", shape, data: new BigInt64Array(1) });
        continue;
      case "weight":
        drawXavier(data, name, layer, init.fan, seed);
        break;
      case "gamma":
        data.fill(layer.kind === "batchNorm" && layer.zeroGamma ? 0 : 1);
        break;
      case "runningVariance":
        data.fill(1);
        break;
      case "bias":
      case "beta":
      case "runningMean":
        break;
    }
    state.set(name, { dtype: "F32", shape, data });
  }
  return state;
}

function drawXavier(
  data: Float32Array,
  name: string,
  layer: LeafLayer,
  fan: Recipe["model"]["init"]["fan"],
  seed: number,
): void {
  if (layer.kind !== "convolution" && layer.kind !== "dense") throw new Error(`${name} belongs to a ${layer.kind}`);
  const bound = xavierBound(layer, fan);
  const stream = createStream({ seed, purpose: "initialisation", epoch: hashName(name) });
  for (let index = 0; index < data.length; index++) data[index] = stream.between(-bound, bound);
}
