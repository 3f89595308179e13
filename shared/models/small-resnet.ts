import type { NetworkBuilder } from "./builder.ts";
import { batchNorm, convolution } from "./layers.ts";
import { basicBlock, residualStages } from "./residual-blocks.ts";

const widths = [16, 32, 64];

/**
 * A ResNet for 32×32 pixels (He et al., 2015, §4.2): a 3×3 stem at full size and three stages of n basic blocks, 6n + 2
 * layers with weights. Where the shape changes the shortcut is a 1×1 projection; He et al. padded with zero channels,
 * which has 2,752 parameters fewer. Variants c and d are about a stem that these nets do not have; recipes with them are
 * refused.
 */
export function smallResNet(depth: number): NetworkBuilder {
  const n = (depth - 2) / 6;
  return (model, { classes }) => [
    convolution("conv1", 3, 16, { kernel: 3 }),
    batchNorm("bn1", 16, { relu: true }),
    ...residualStages(basicBlock, { blocks: [n, n, n], widths, inputChannels: 16 }, model),
    { kind: "globalAveragePool", name: "avgpool" },
    { kind: "dense", name: "fc", inputFeatures: 64, outputFeatures: classes },
  ];
}
