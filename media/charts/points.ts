/**
 * One line of a chart: x rising, and for each x the value and, where several values stand behind it, the lowest and the
 * highest. NaN is a gap.
 */
export interface Points {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  low?: ArrayLike<number>;
  high?: ArrayLike<number>;
}

/** Index of the first x that is at least `at`; the length where there is none. */
export function firstFrom(x: ArrayLike<number>, at: number): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the x nearest to `at`; −1 where there is none. */
export function nearest(x: ArrayLike<number>, at: number): number {
  if (x.length === 0) return -1;
  const right = Math.min(firstFrom(x, at), x.length - 1);
  const left = Math.max(0, right - 1);
  return at - x[left]! < x[right]! - at ? left : right;
}

/** The part that is to be seen between two x, with a point beyond each side, so that the line leaves the picture. */
export function visible({ x }: Points, from: number, to: number): { start: number; end: number } {
  return { start: Math.max(0, firstFrom(x, from) - 1), end: Math.min(x.length, firstFrom(x, to) + 1) };
}

/**
 * How far apart neighbours may be: further, and the line is broken. Ten times the usual distance, so that one or two
 * missing points do not show and a pause does.
 */
export function gapWidth(x: ArrayLike<number>): number {
  if (x.length < 8) return Number.POSITIVE_INFINITY;
  const every = Math.max(1, Math.floor(x.length / 512));
  const distances: number[] = [];
  for (let i = every; i < x.length; i += every) distances.push((x[i]! - x[i - every]!) / every);
  distances.sort((a, b) => a - b);
  return 10 * distances[distances.length >> 1]! || Number.POSITIVE_INFINITY;
}
