import type { Layer, Network } from "../../shared/models/network.ts";

/**
 * A network with one of everything that a ResNet has (a projected and a plain shortcut, both pools), small enough for
 * plain JavaScript. It takes images of 6×6 and up.
 */
export function tinyNetwork({ classes = 3, width = 4 } = {}): Network {
  const convolution = (
    name: string,
    inputChannels: number,
    outputChannels: number,
    kernel: number,
    stride = 1,
  ): Layer => ({
    kind: "convolution",
    name,
    inputChannels,
    outputChannels,
    kernel,
    stride,
    padding: (kernel - 1) / 2,
  });
  const norm = (name: string, channels: number, relu: boolean, zeroGamma = false): Layer => ({
    kind: "batchNorm",
    name,
    channels,
    relu,
    zeroGamma,
  });
  return {
    architecture: "tiny",
    classes,
    layers: [
      convolution("conv1", 3, width, 3),
      norm("bn1", width, true),
      { kind: "maxPool", name: "maxpool", size: 3, stride: 2, padding: 1 },
      {
        kind: "residual",
        name: "layer1.0",
        body: [convolution("layer1.0.conv1", width, 6, 3, 2), norm("layer1.0.bn1", 6, true)],
        shortcut: [
          { kind: "averagePool", name: "layer1.0.downsample.0", size: 2, stride: 2, padding: 0, ceil: true },
          convolution("layer1.0.downsample.1", width, 6, 1),
          norm("layer1.0.downsample.2", 6, false),
        ],
      },
      {
        kind: "residual",
        name: "layer1.1",
        body: [convolution("layer1.1.conv1", 6, 6, 3), norm("layer1.1.bn1", 6, true, true)],
        shortcut: [],
      },
      { kind: "globalAveragePool", name: "avgpool" },
      { kind: "dense", name: "fc", inputFeatures: 6, outputFeatures: classes },
    ],
  };
}
