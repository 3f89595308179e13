import type { RecipeInput } from "../schema.ts";

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
