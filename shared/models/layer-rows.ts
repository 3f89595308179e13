import type { LayerRow } from "../plan.ts";
import type { LeafLayer } from "./layers.ts";
import type { Layer, Network } from "./network.ts";
import { outputShape, type Shape } from "./shapes.ts";
import { elementCount } from "./state-entries.ts";
import { type Fan, xavierBound } from "./xavier.ts";

/**
 * One row for each layer of the network, in state-dict order, for a square RGB input of `inputSize` pixels. MACs count
 * convolutions and fully connected layers; the others' arithmetic is a few operations a value.
 */
export function layerRows(network: Network, inputSize: number, fan: Fan): LayerRow[] {
  const rows: LayerRow[] = [];
  const run = (layers: readonly Layer[], input: Shape): Shape => {
    let shape = input;
    for (const layer of layers) {
      if (layer.kind === "residual") {
        const output = run(layer.body, shape);
        run(layer.shortcut, shape);
        shape = output;
      } else {
        shape = outputShape(layer, shape);
        rows.push(layerRow(layer, shape, fan));
      }
    }
    return shape;
  };
  run(network.layers, [inputSize, inputSize, 3]);
  return rows;
}

function layerRow(layer: LeafLayer, shape: Shape, fan: Fan): LayerRow {
  const row = { name: layer.name, kind: layer.kind, outputShape: [...shape] };
  switch (layer.kind) {
    case "convolution": {
      const weights = layer.kernel * layer.kernel * layer.inputChannels * layer.outputChannels;
      const macs = weights * shape[0] * shape[1];
      return { ...row, parameters: weights, macs, xavierBound: xavierBound(layer, fan) };
    }
    case "dense": {
      const weights = layer.inputFeatures * layer.outputFeatures;
      return {
        ...row,
        parameters: weights + layer.outputFeatures,
        macs: weights,
        xavierBound: xavierBound(layer, fan),
      };
    }
    case "batchNorm":
      return { ...row, parameters: 2 * layer.channels, macs: 0, xavierBound: null };
    case "maxPool":
    case "averagePool":
    case "globalAveragePool":
      return { ...row, parameters: 0, macs: 0, xavierBound: null };
  }
}

/** Values that all layers put out for one image, the input included. */
export function activationCount(rows: readonly LayerRow[], inputSize: number): number {
  return rows.reduce((sum, row) => sum + elementCount(row.outputShape), inputSize * inputSize * 3);
}
