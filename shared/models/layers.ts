import type { BatchNormLayer, ConvolutionLayer, Layer, ResidualLayer } from "./network.ts";

/** A convolution without bias that keeps the size at stride 1: odd kernels, (kernel − 1)/2 zeros on each side. */
export function convolution(
  name: string,
  inputChannels: number,
  outputChannels: number,
  { kernel, stride = 1 }: { kernel: 1 | 3 | 7; stride?: number },
): ConvolutionLayer {
  return { kind: "convolution", name, inputChannels, outputChannels, kernel, stride, padding: (kernel - 1) / 2 };
}

export function batchNorm(
  name: string,
  channels: number,
  { relu, zeroGamma = false }: { relu: boolean; zeroGamma?: boolean },
): BatchNormLayer {
  return { kind: "batchNorm", name, channels, relu, zeroGamma };
}

/** A layer that computes something itself. */
export type LeafLayer = Exclude<Layer, ResidualLayer>;

/** All layers of a network in the order of torchvision's modules: of a residual block the body, then the shortcut. */
export function* leafLayers(layers: readonly Layer[]): Generator<LeafLayer> {
  for (const layer of layers) {
    if (layer.kind === "residual") {
      yield* leafLayers(layer.body);
      yield* leafLayers(layer.shortcut);
    } else {
      yield layer;
    }
  }
}
