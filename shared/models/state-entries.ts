import { type LeafLayer, leafLayers } from "./layers.ts";
import type { Network, StateEntry } from "./network.ts";

function entriesOf(layer: LeafLayer): StateEntry[] {
  const entry = (suffix: string, role: StateEntry["role"], shape: number[], trainable = true): StateEntry => ({
    name: `${layer.name}.${suffix}`,
    shape,
    role,
    trainable,
  });
  switch (layer.kind) {
    case "convolution":
      return [entry("weight", "weight", [layer.outputChannels, layer.inputChannels, layer.kernel, layer.kernel])];
    case "batchNorm":
      return [
        entry("weight", "gamma", [layer.channels]),
        entry("bias", "beta", [layer.channels]),
        entry("running_mean", "runningMean", [layer.channels], false),
        entry("running_var", "runningVariance", [layer.channels], false),
        entry("num_batches_tracked", "batchCount", [], false),
      ];
    case "dense":
      return [
        entry("weight", "weight", [layer.outputFeatures, layer.inputFeatures]),
        entry("bias", "bias", [layer.outputFeatures]),
      ];
    case "maxPool":
    case "averagePool":
    case "globalAveragePool":
      return [];
  }
}

/** Every tensor of a network's state dict, in the order, names and shapes of torchvision's (timm's for c and d). */
export function stateEntries(network: Network): StateEntry[] {
  return [...leafLayers(network.layers)].flatMap(entriesOf);
}

/** Number of values in a tensor; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
