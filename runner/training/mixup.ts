import { createStream, type RandomStream } from "../../shared/random.ts";
import { indices, shuffle } from "../../shared/sampling.ts";

/** Which images of a batch are mixed, and how: image i becomes weight·image i + (1 − weight)·image partners[i]. */
export interface Mixture {
  partners: Uint32Array;
  /** λ, 0 to 1. */
  weight: number;
}

/**
 * Draws the mixture of one batch (§5.4 of the paper; Zhang et al., 2017): λ ~ Beta(α, α), partners a random permutation.
 * @param batchInEpoch 0-based
 */
export function drawMixture(
  alpha: number,
  images: number,
  key: { seed: number; epoch: number; batchInEpoch: number },
): Mixture {
  const random = createStream({ seed: key.seed, purpose: "mixup", epoch: key.epoch, index: key.batchInEpoch });
  const [a, b] = [gamma(alpha, random), gamma(alpha, random)];
  return { weight: a / (a + b), partners: shuffle(indices(images), random) };
}

/**
 * A draw from Gamma(shape, 1): Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3),
 * 2000; §6 for shapes below 1.
 */
function gamma(shape: number, random: RandomStream): number {
  // 1 − u lies in (0, 1], so that no draw is 0 and Beta's quotient is defined.
  if (shape < 1) return gamma(shape + 1, random) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
