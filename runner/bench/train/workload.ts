import type { Architecture } from "../../../shared/recipe/sections/model.ts";

/**
 * What `bench train` measures: a training step of a network (forward, backward, update), or the forward and backward pass of
 * MobileNet's block, a depthwise 3×3 convolution and a 1×1 convolution. Both sides read it as JSON.
 */
export type Workload =
  | { name: string; kind: "network"; architecture: Architecture; imageSize: number; batchSize: number; classes: number }
  | { name: string; kind: "depthwisePair"; imageSize: number; channels: number; batchSize: number };

export const workloads: Workload[] = [
  { name: "resnet20", kind: "network", architecture: "resnet20", imageSize: 32, batchSize: 128, classes: 10 },
  { name: "resnet50", kind: "network", architecture: "resnet50", imageSize: 224, batchSize: 8, classes: 1000 },
  { name: "depthwise-112", kind: "depthwisePair", imageSize: 112, channels: 64, batchSize: 8 },
  { name: "depthwise-14", kind: "depthwisePair", imageSize: 14, channels: 512, batchSize: 32 },
];
