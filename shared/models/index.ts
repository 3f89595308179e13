import type { Recipe } from "../recipe/schema.ts";
import type { Architecture } from "../recipe/sections/model.ts";
import type { NetworkBuilder } from "./builder.ts";
import type { Network } from "./network.ts";
import { photoResNet } from "./photo-resnet.ts";
import { basicBlock, bottleneckBlock } from "./residual-blocks.ts";
import { smallResNet } from "./small-resnet.ts";

/** Every architecture of the recipe. One that has no builder here does not compile. */
const builders = {
  resnet18: photoResNet(basicBlock, [2, 2, 2, 2]),
  resnet34: photoResNet(basicBlock, [3, 4, 6, 3]),
  resnet50: photoResNet(bottleneckBlock, [3, 4, 6, 3]),
  resnet101: photoResNet(bottleneckBlock, [3, 4, 23, 3]),
  resnet152: photoResNet(bottleneckBlock, [3, 8, 36, 3]),
  resnet20: smallResNet(20),
  resnet32: smallResNet(32),
  resnet44: smallResNet(44),
  resnet56: smallResNet(56),
  resnet110: smallResNet(110),
} satisfies Record<Architecture, NetworkBuilder>;

/** The network that `model` describes, for `classes` classes. It takes RGB images of any size. */
export function buildNetwork(model: Recipe["model"], { classes }: { classes: number }): Network {
  const { architecture } = model;
  return { architecture, classes, layers: builders[architecture](model, { classes }) };
}
