import type { Variant } from "../recipe/sections/model.ts";
import { batchNorm, convolution } from "./layers.ts";
import type { Layer, ResidualLayer } from "./network.ts";

/** What the recipe says about every block. */
export interface BlockStyle {
  variant: Variant;
  zeroGamma: boolean;
}

interface BlockPlace {
  /** torchvision's module name, "layer2.0". */
  name: string;
  inputChannels: number;
  /** Channels of the 3×3 convolutions. */
  width: number;
  /** 2 in the first block of a stage that halves the size, otherwise 1. */
  stride: number;
}

/** One of the two block designs of He et al., 2015. */
export interface BlockDesign {
  /** Output channels by width. */
  expansion: 1 | 4;
  body(place: BlockPlace, style: BlockStyle): Layer[];
}

/** Two 3×3 convolutions; the first carries the stride, whatever the variant. */
export const basicBlock: BlockDesign = {
  expansion: 1,
  body: ({ name, inputChannels, width, stride }, { zeroGamma }) => [
    convolution(`${name}.conv1`, inputChannels, width, { kernel: 3, stride }),
    batchNorm(`${name}.bn1`, width, { relu: true }),
    convolution(`${name}.conv2`, width, width, { kernel: 3 }),
    batchNorm(`${name}.bn2`, width, { relu: true, zeroGamma }),
  ],
};

/**
 * 1×1 down, 3×3, 1×1 up to four times the width. The original puts the stride on the first 1×1, which then ignores three
 * quarters of its input; variants b, c and d put it on the 3×3 (ResNet-B, §4 of the paper; torchvision does the same).
 */
export const bottleneckBlock: BlockDesign = {
  expansion: 4,
  body: ({ name, inputChannels, width, stride }, { variant, zeroGamma }) => {
    const strideFirst = variant === "original";
    return [
      convolution(`${name}.conv1`, inputChannels, width, { kernel: 1, stride: strideFirst ? stride : 1 }),
      batchNorm(`${name}.bn1`, width, { relu: true }),
      convolution(`${name}.conv2`, width, width, { kernel: 3, stride: strideFirst ? 1 : stride }),
      batchNorm(`${name}.bn2`, width, { relu: true }),
      convolution(`${name}.conv3`, width, width * 4, { kernel: 1 }),
      batchNorm(`${name}.bn3`, width * 4, { relu: true, zeroGamma }),
    ];
  },
};

/**
 * A 1×1 convolution and a batch norm where the block changes the shape, nothing (the identity) elsewhere. Variant d
 * averages 2×2 pixels before the 1×1, so that no input is ignored (ResNet-D, §4 of the paper). It counts the pool as
 * `downsample.0` also where there is none to do, as timm's names do.
 */
function shortcut(place: BlockPlace, outputChannels: number, variant: Variant): Layer[] {
  const { inputChannels, stride } = place;
  if (stride === 1 && inputChannels === outputChannels) return [];
  const name = `${place.name}.downsample`;
  if (variant !== "d") {
    return [
      convolution(`${name}.0`, inputChannels, outputChannels, { kernel: 1, stride }),
      batchNorm(`${name}.1`, outputChannels, { relu: false }),
    ];
  }
  const projection = [
    convolution(`${name}.1`, inputChannels, outputChannels, { kernel: 1 }),
    batchNorm(`${name}.2`, outputChannels, { relu: false }),
  ];
  if (stride === 1) return projection;
  return [{ kind: "averagePool", name: `${name}.0`, size: 2, stride, padding: 0, ceil: true }, ...projection];
}

/**
 * Stages "layer1", "layer2", … of `blocks[i]` residual blocks of `widths[i]` each. Every stage but the first halves the
 * size in its first block.
 */
export function residualStages(
  design: BlockDesign,
  stages: { blocks: readonly number[]; widths: readonly number[]; inputChannels: number },
  style: BlockStyle,
): ResidualLayer[] {
  let inputChannels = stages.inputChannels;
  return stages.widths.flatMap((width, stage) =>
    Array.from({ length: stages.blocks[stage]! }, (_, block): ResidualLayer => {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const place = { name: `layer${stage + 1}.${block}`, inputChannels, width, stride };
      const outputChannels = width * design.expansion;
      inputChannels = outputChannels;
      return {
        kind: "residual",
        name: place.name,
        body: design.body(place, style),
        shortcut: shortcut(place, outputChannels, style.variant),
      };
    }),
  );
}
