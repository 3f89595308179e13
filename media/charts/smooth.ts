import type { Points } from "./points.ts";

/**
 * An exponential mean of what came before, weighted by the distance on x: a value `halfLife` back counts half. The weights
 * are divided by their sum, so that the first values are not drawn to zero. A gap stays one and is skipped.
 */
export function smooth({ x, y }: Points, halfLife: number): Float64Array {
  const smoothed = new Float64Array(x.length);
  let [sum, weight, before] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const value = y[i]!;
    if (!Number.isFinite(value)) {
      smoothed[i] = Number.NaN;
      continue;
    }
    const kept = weight === 0 ? 0 : 2 ** (-(x[i]! - before) / halfLife);
    before = x[i]!;
    sum = sum * kept + value;
    weight = weight * kept + 1;
    smoothed[i] = sum / weight;
  }
  return smoothed;
}
