import type { Recipe } from "../recipe/schema.ts";
import type { ConvolutionLayer, DenseLayer } from "./network.ts";

export type Fan = Recipe["model"]["init"]["fan"];

/**
 * The bound a of Xavier's uniform draw: weights are uniform in [−a, a] with a = √(6 / (d_in + d_out)) (§2.1 of the paper;
 * Glorot and Bengio, 2010). `channels` counts channels, as the paper writes; `receptive` multiplies both by the kernel's
 * area.
 */
export function xavierBound(layer: ConvolutionLayer | DenseLayer, fan: Fan): number {
  if (layer.kind === "dense") return Math.sqrt(6 / (layer.inputFeatures + layer.outputFeatures));
  const area = fan === "receptive" ? layer.kernel * layer.kernel : 1;
  return Math.sqrt(6 / ((layer.inputChannels + layer.outputChannels) * area));
}
