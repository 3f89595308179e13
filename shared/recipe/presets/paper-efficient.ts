import type { RecipeInput } from "../schema.ts";

/**
 * The paper's efficient training, §3: the baseline at batch 1024, where the rate scales to 0.4, with five epochs of
 * warm-up, zero γ and no bias decay. On ImageNet the paper reports 76.21 % top-1 and 92.97 % top-5 (table 3), with FP16
 * arithmetic besides. The precision here is float32, the only one that the runner has; table 4 gives 76.03 % top-1 for
 * that.
 */
export const paperEfficient: RecipeInput = {
  extends: "paper:baseline",
  model: { zeroGamma: true },
  optimizer: { decayBiasAndNorm: false },
  learningRate: { warmup: { epochs: 5 } },
  training: { batchSize: 1024, precision: "float32" },
};
