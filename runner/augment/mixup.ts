import { createStream, type RandomStream } from "../../shared/random.ts";

/** How a batch is mixed: image i becomes weight·image i + (1 − weight)·image partners[i], and so do label distributions. */
export interface Mixing {
  partners: Uint32Array;
  /** λ, in [0, 1]. */
  weight: number;
}

/**
 * Mixup (§5.4 of the paper; Zhang et al., 2017): one λ ~ Beta(α, α) for a batch of `count` images, and image
 * count − 1 − i as the partner of image i. Training batches are shuffled, so the pairs are random.
 */
export function drawMixup(alpha: number, count: number, key: { seed: number; epoch: number; batch: number }): Mixing {
  const random = createStream({ seed: key.seed, purpose: "mixup", epoch: key.epoch, index: key.batch });
  return { partners: Uint32Array.from({ length: count }, (_, i) => count - 1 - i), weight: drawBeta(alpha, random) };
}

/**
 * Beta(α, α) as g1 / (g1 + g2) with g1, g2 ~ Gamma(α). On logarithms, because for a small α both are often too small
 * for a floating-point number, and 0 / 0 would follow.
 */
function drawBeta(alpha: number, random: RandomStream): number {
  return 1 / (1 + Math.exp(drawLogGamma(alpha, random) - drawLogGamma(alpha, random)));
}

/**
 * log g, g ~ Gamma(α, 1): Marsaglia and Tsang, "A simple method for generating gamma variables", 2000. The method wants
 * a shape of at least 1, so g ~ Gamma(α + 1)·u^(1/α).
 */
function drawLogGamma(alpha: number, random: RandomStream): number {
  const d = alpha + 1 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    // 1 − u lies in (0, 1], where the logarithm is finite.
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return Math.log(d * v) + Math.log(1 - random.uniform()) / alpha;
    }
  }
}
