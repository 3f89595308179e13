import type { RecipeInput } from "../schema.ts";

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
