import type { Notes } from "../field.ts";
import type { RecipeInput } from "../schema.ts";
import { cited, paper, sources } from "../sources.ts";

/**
 * The paper's procedure for 32×32 images, with what He et al., 2015, §4.2 chose for such nets.
 *
 * - ResNet-20, batch 128 and rate 0.1: He et al. The reference of the linear scaling is therefore 128, not 256.
 * - 30 epochs, so that a processor finishes; the rate falls at a half and at three quarters, as in He et al.
 * - The six steps at 32 pixels. A crop keeps at least a quarter of the area, 16×16 of 32×32 pixels: the paper's 8 %
 *   would enlarge 9×9 pixels, in which little is left to recognise.
 * - Validation takes the whole square, not the middle 224/256 of it: small images have no margin to spare, and images
 *   that are 32×32 already stay as they are.
 */
export const smallBaseline: RecipeInput = {
  model: { architecture: "resnet20" },
  augmentation: {
    train: [
      { op: "randomResizedCrop", size: 32, area: [0.25, 1], aspectRatio: [3 / 4, 4 / 3] },
      { op: "horizontalFlip", probability: 0.5 },
      { op: "colorScale", hue: [0.6, 1.4], saturation: [0.6, 1.4], brightness: [0.6, 1.4] },
      { op: "pcaNoise", standardDeviation: 0.1 },
      { op: "normalize", mean: [123.68, 116.779, 103.939], standardDeviation: [58.393, 57.12, 57.375] },
    ],
    validation: [
      { op: "resizeShorterEdge", size: 32 },
      { op: "centerCrop", size: 32 },
      { op: "normalize", mean: [123.68, 116.779, 103.939], standardDeviation: [58.393, 57.12, 57.375] },
    ],
  },
  optimizer: { algorithm: "nag", momentum: 0.9, weightDecay: 0.0001, decayBiasAndNorm: true },
  learningRate: {
    initial: 0.1,
    linearScaling: { referenceBatchSize: 128 },
    warmup: { epochs: 0 },
    decay: { kind: "step", epochs: [15, 23], factor: 0.1 },
  },
  training: { epochs: 30, batchSize: 128 },
};

export const smallBaselineNotes: Notes = {
  title: { en: "Baseline for 32×32 images", ko: "32×32 이미지용 베이스라인" },
  text: {
    en: "ResNet-20 with the paper's six steps at 32 pixels, batch 128 at rate 0.1, 30 epochs: for CIFAR, MNIST and small images of your own, on a processor too.",
    ko: "논문의 여섯 단계를 32 픽셀에 적용한 ResNet-20입니다. 배치 크기 128에 학습률 0.1로 30 에폭을 학습합니다. CIFAR, MNIST와 직접 모은 작은 이미지에 알맞고 CPU에서도 학습할 수 있습니다.",
  },
  source: sources(paper("§2.1"), cited("He et al., 2015, §4.2")),
};
