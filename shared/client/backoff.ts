const firstMs = 250;
const longestMs = 15_000;

/**
 * How long to wait before the n-th attempt (0-based): anything up to a ceiling that doubles, so that a thousand clients that
 * lost the same runner do not come back at the same moment ("full jitter").
 *
 * @param random uniform in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 20));
}
