/** A place in a drawing, in its pixels. */
export interface Place {
  x: number;
  y: number;
}

/** Index of the point nearest to `at` and no further than `reach`; −1 where there is none. */
export function nearestPoint(points: readonly Place[], at: Place, reach: number): number {
  return nearest(points, reach, ({ x, y }) => Math.hypot(x - at.x, y - at.y));
}

/** The same of lines through points of rising x: how far a line passes above or below. */
export function nearestLine(lines: readonly (readonly Place[])[], at: Place, reach: number): number {
  return nearest(lines, reach, (line) => {
    const next = line.findIndex(({ x }) => x >= at.x);
    const [a, b] = [line[next - 1], line[next]];
    if (b === undefined) return Number.POSITIVE_INFINITY;
    if (a === undefined) return b.x - at.x <= reach ? Math.abs(b.y - at.y) : Number.POSITIVE_INFINITY;
    return Math.abs(a.y + ((b.y - a.y) * (at.x - a.x)) / (b.x - a.x) - at.y);
  });
}

function nearest<T>(items: readonly T[], reach: number, distanceTo: (item: T) => number): number {
  let [found, least] = [-1, reach];
  for (const [index, item] of items.entries()) {
    const distance = distanceTo(item);
    if (distance > least) continue;
    [found, least] = [index, distance];
  }
  return found;
}
