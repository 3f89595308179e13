import type { Notes } from "../field.ts";
import type { RecipeInput } from "../schema.ts";
import { paper } from "../sources.ts";

/**
 * The paper's baseline, §2.1, spelled out: ResNet-50 at 224×224, the six steps, NAG, 120 epochs at batch 256.
 */
export const paperBaseline: RecipeInput = {
  model: {
    architecture: "resnet50",
    variant: "original",
    zeroGamma: false,
    init: { distribution: "xavierUniform", fan: "channels" },
    pretrained: null,
  },
  augmentation: {
    train: [
      { op: "randomResizedCrop", size: 224, area: [0.08, 1], aspectRatio: [3 / 4, 4 / 3] },
      { op: "horizontalFlip", probability: 0.5 },
      {
        op: "colorScale",
        hue: [0.6, 1.4],
        saturation: [0.6, 1.4],
        brightness: [0.6, 1.4],
        hueMode: "yiq",
        clamp: false,
      },
      { op: "pcaNoise", standardDeviation: 0.1 },
      { op: "normalize", mean: [123.68, 116.779, 103.939], standardDeviation: [58.393, 57.12, 57.375] },
    ],
    validation: [
      { op: "resizeShorterEdge", size: 256 },
      { op: "centerCrop", size: 224 },
      { op: "normalize", mean: [123.68, 116.779, 103.939], standardDeviation: [58.393, 57.12, 57.375] },
    ],
    mixup: null,
  },
  optimizer: { algorithm: "nag", momentum: 0.9, weightDecay: 0.0001, decayBiasAndNorm: true },
  learningRate: {
    initial: 0.1,
    linearScaling: { referenceBatchSize: 256 },
    warmup: { epochs: 0 },
    decay: { kind: "step", epochs: [30, 60, 90], factor: 0.1 },
  },
  loss: { labelSmoothing: 0 },
  training: {
    epochs: 120,
    batchSize: 256,
    devices: "all",
    precision: "float32",
    seed: 0,
    checkpoint: { everyEpochs: 1 },
  },
  evaluation: { everyEpochs: 1 },
};

export const paperBaselineNotes: Notes = {
  title: { en: "The paper's baseline", ko: "논문의 베이스라인" },
  text: {
    en: "ResNet-50 on photographs of 224×224 pixels: the six augmentation steps, batch 256 at rate 0.1, 120 epochs, the rate divided by 10 at epochs 30, 60 and 90.",
    ko: "224×224 픽셀 사진을 학습하는 ResNet-50입니다. 여섯 단계의 데이터 증강, 배치 크기 256에 학습률 0.1, 120 에폭을 쓰고 30, 60, 90 에폭에서 학습률을 10으로 나눕니다.",
  },
  source: paper("§2.1"),
};
