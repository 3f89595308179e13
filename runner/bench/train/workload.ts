import type { Architecture } from "../../../shared/recipe/sections/model.ts";

/**
 * What `bench train` measures: a training step of a network (forward, backward, update), or the forward and backward pass of
 * MobileNet's block, a depthwise 3×3 convolution and a 1×1 convolution. Our side and PyTorch's both read it as JSON.
 */
export type Workload = {
  name: string;
  imageSize: number;
  batchSize: number;
  /** Above 1, the batch is shared by so many replicas on our side. */
  threads: number;
  /** Steps of a round: enough that a round takes some tenths of a second. */
  stepsPerRound: number;
} & ({ kind: "network"; architecture: Architecture; classes: number } | { kind: "depthwisePair"; channels: number });

/** A workload and the figures that it should reach: how fast it is against PyTorch. */
export type Benchmark = Workload & { atLeast: number; aim: number };

export const benchmarks: Benchmark[] = [
  {
    name: "resnet20",
    kind: "network",
    architecture: "resnet20",
    imageSize: 32,
    batchSize: 128,
    threads: 1,
    classes: 10,
    stepsPerRound: 3,
    atLeast: 0.7,
    aim: 0.9,
  },
  {
    name: "resnet20-two-threads",
    kind: "network",
    architecture: "resnet20",
    imageSize: 32,
    batchSize: 128,
    threads: 2,
    classes: 10,
    stepsPerRound: 3,
    atLeast: 0.75,
    aim: 1,
  },
  // On one thread PyTorch takes 1×1 convolutions of fewer than 16 images to its BLAS instead of oneDNN, so both sides of that
  // limit are measured.
  ...[8, 16].map(
    (batchSize): Benchmark => ({
      name: `resnet50-batch${batchSize}`,
      kind: "network",
      architecture: "resnet50",
      imageSize: 224,
      batchSize,
      threads: 1,
      classes: 1000,
      stepsPerRound: 1,
      atLeast: 0.45,
      aim: 0.65,
    }),
  ),
  {
    name: "depthwise-112x112x64",
    kind: "depthwisePair",
    imageSize: 112,
    channels: 64,
    batchSize: 16,
    threads: 1,
    stepsPerRound: 3,
    atLeast: 0.4,
    aim: 0.7,
  },
  {
    name: "depthwise-14x14x512",
    kind: "depthwisePair",
    imageSize: 14,
    channels: 512,
    batchSize: 32,
    threads: 1,
    stepsPerRound: 3,
    atLeast: 0.4,
    aim: 0.7,
  },
];
