import type { LeafLayer } from "./layers.ts";
import type { ConvolutionLayer, PoolLayer } from "./network.ts";

/** Height, width and channels of one image's activations. */
export type Shape = [height: number, width: number, channels: number];

/** Side after a sliding window, as PyTorch counts it. */
function slide(side: number, window: { size: number; stride: number; padding: number; ceil?: boolean }): number {
  const { size, stride, padding, ceil = false } = window;
  const steps = (side + 2 * padding - size) / stride;
  const output = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
  // Rounded up, the last window could start beyond the image; such a one is left out.
  return ceil && (output - 1) * stride >= side + padding ? output - 1 : output;
}

function slideBoth([height, width]: Shape, layer: ConvolutionLayer | PoolLayer, channels: number): Shape {
  const window = layer.kind === "convolution" ? { ...layer, size: layer.kernel } : layer;
  return [slide(height, window), slide(width, window), channels];
}

/** Shape of what `layer` makes of an input of `shape`. */
export function outputShape(layer: LeafLayer, shape: Shape): Shape {
  switch (layer.kind) {
    case "convolution":
      return slideBoth(shape, layer, layer.outputChannels);
    case "maxPool":
    case "averagePool":
      return slideBoth(shape, layer, shape[2]);
    case "globalAveragePool":
      return [1, 1, shape[2]];
    case "dense":
      return [1, 1, layer.outputFeatures];
    case "batchNorm":
      return shape;
  }
}
