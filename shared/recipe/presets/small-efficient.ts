import type { Notes } from "../field.ts";
import type { RecipeInput } from "../schema.ts";
import { paper } from "../sources.ts";

/**
 * The paper's efficient training, §3, for 32×32 images: four times the batch, as the paper goes from 256 to 1024, so the
 * rate scales to 0.4; zero γ, no bias decay.
 *
 * - Warm-up takes three epochs, a tenth of the training: the paper's five are a 24th of its 120.
 * - The decay is a cosine (§5.1): in a short training the place of each step down matters much, and a cosine has none.
 */
export const smallEfficient: RecipeInput = {
  extends: "small:baseline",
  model: { zeroGamma: true },
  optimizer: { decayBiasAndNorm: false },
  learningRate: { warmup: { epochs: 3 }, decay: { kind: "cosine" } },
  training: { batchSize: 512 },
};

export const smallEfficientNotes: Notes = {
  title: { en: "Efficient training for 32×32 images", ko: "32×32 이미지용 효율적인 학습" },
  text: {
    en: "The small baseline at batch 512, where the rate scales to 0.4, with three epochs of warm-up, a cosine decay, zero γ and no decay of biases and norms.",
    ko: "배치 크기를 512로 키운 32×32 이미지용 베이스라인입니다. 학습률은 0.4로 스케일링되고, 3 에폭 동안 워밍업하며, 코사인 감쇠를 쓰고, γ를 0으로 초기화하고, 편향과 정규화 파라미터에는 가중치 감쇠를 적용하지 않습니다.",
  },
  source: paper("§3", "§5.1"),
};
