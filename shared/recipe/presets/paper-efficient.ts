import type { Notes } from "../field.ts";
import type { RecipeInput } from "../schema.ts";
import { paper } from "../sources.ts";

/**
 * The paper's efficient training, §3: the baseline at batch 1024, where the rate scales to 0.4, with five epochs of
 * warm-up, zero γ and no bias decay. The paper uses 16-bit arithmetic besides; the precision here is float32, the only one
 * that the runner has.
 */
export const paperEfficient: RecipeInput = {
  extends: "paper:baseline",
  model: { zeroGamma: true },
  optimizer: { decayBiasAndNorm: false },
  learningRate: { warmup: { epochs: 5 } },
  training: { batchSize: 1024, precision: "float32" },
};

export const paperEfficientNotes: Notes = {
  title: { en: "The paper's efficient training", ko: "논문의 효율적인 학습" },
  text: {
    en: "The baseline at batch 1024, where the rate scales to 0.4, with five epochs of warm-up, zero γ and no decay of biases and norms.",
    ko: "배치 크기를 1024로 키운 베이스라인입니다. 학습률은 0.4로 스케일링되고, 5 에폭 동안 워밍업하며, γ를 0으로 초기화하고 편향과 정규화 파라미터에는 가중치 감쇠를 적용하지 않습니다.",
  },
  source: paper("§3"),
};
