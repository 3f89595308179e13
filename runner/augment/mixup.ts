import { createStream, type RandomStream } from "../../shared/random.ts";

/**
 * Mixup (Zhang et al., 2017; §5.4 of the paper): image i of a batch of n is mixed with image n − 1 − i, and so are their
 * label distributions, with one λ ~ Beta(α, α) per batch. Training batches are shuffled, so the pairs are random.
 */
export function drawMixup(alpha: number, key: { seed: number; epoch: number; batch: number }): number {
  const random = createStream({ seed: key.seed, purpose: "mixup", epoch: key.epoch, index: key.batch });
  return drawBeta(alpha, random);
}

/** row_i ← λ·row_i + (1 − λ)·row_(n−1−i) for the n rows of equal length in `rows`, in place. For images and for labels. */
export function mixRows(rows: Float32Array, count: number, lambda: number): void {
  const length = rows.length / count;
  for (let front = 0, back = count - 1; front < back; front++, back--) {
    let b = back * length;
    for (let a = front * length; a < (front + 1) * length; a++, b++) {
      const first = rows[a]!;
      const second = rows[b]!;
      rows[a] = lambda * first + (1 - lambda) * second;
      rows[b] = lambda * second + (1 - lambda) * first;
    }
  }
}

/**
 * λ ~ Beta(α, α) as g1 / (g1 + g2) with g1, g2 ~ Gamma(α). On logarithms, because for a small α both are often too small
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
