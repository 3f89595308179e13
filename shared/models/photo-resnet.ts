import type { Variant } from "../recipe/sections/model.ts";
import type { NetworkBuilder } from "./builder.ts";
import { batchNorm, convolution } from "./layers.ts";
import type { Layer } from "./network.ts";
import { type BlockDesign, residualStages } from "./residual-blocks.ts";

const widths = [64, 128, 256, 512];

/**
 * A 7×7 convolution, or from variant c on three 3×3 ones with the stride on the first (ResNet-C, §4 of the paper; the
 * published models have it there only). The names of the three are timm's and leave numbers out for the ReLUs.
 */
function stem(variant: Variant): Layer[] {
  if (variant === "original" || variant === "b") return [convolution("conv1", 3, 64, { kernel: 7, stride: 2 })];
  return [
    convolution("conv1.0", 3, 32, { kernel: 3, stride: 2 }),
    batchNorm("conv1.1", 32, { relu: true }),
    convolution("conv1.3", 32, 32, { kernel: 3 }),
    batchNorm("conv1.4", 32, { relu: true }),
    convolution("conv1.6", 32, 64, { kernel: 3 }),
  ];
}

/**
 * A ResNet for photographs, 224×224 pixels and the like (He et al., 2015, table 1): a stem that divides the size by 4,
 * four stages, a classifier.
 */
export function photoResNet(design: BlockDesign, blocks: readonly number[]): NetworkBuilder {
  return (model, { classes }) => [
    ...stem(model.variant),
    batchNorm("bn1", 64, { relu: true }),
    { kind: "maxPool", name: "maxpool", size: 3, stride: 2, padding: 1 },
    ...residualStages(design, { blocks, widths, inputChannels: 64 }, model),
    { kind: "globalAveragePool", name: "avgpool" },
    { kind: "dense", name: "fc", inputFeatures: 512 * design.expansion, outputFeatures: classes },
  ];
}
