import { gapWidth, type Points, visible } from "./points.ts";

/** Maps data to pixels. */
export interface Projection {
  x: (value: number) => number;
  y: (value: number) => number;
  /** The range that is to be seen. */
  from: number;
  to: number;
}

/** A line in pixels: pieces of x, y, x, y, …, parted by gaps. A piece of one point is a dot. */
export type Pieces = number[][];

/**
 * What there is to draw of a line: in every pixel column the first, lowest, highest and last value, which looks the same
 * as all of them.
 */
export function linePieces(points: Points, values: ArrayLike<number>, { x, y, from, to }: Projection): Pieces {
  const { start, end } = visible(points, from, to);
  const widest = gapWidth(points.x);
  const pieces: Pieces = [];
  let piece: number[] = [];
  let column = Number.NaN;
  let [low, high, last, lastX] = [0, 0, 0, 0];
  let before = Number.NaN;
  const flush = () => {
    if (Number.isNaN(column)) return;
    if (low !== last && low !== piece.at(-1)) piece.push(lastX, low);
    if (high !== last && high !== piece.at(-1)) piece.push(lastX, high);
    if (piece.at(-1) !== last || piece.length === 0) piece.push(lastX, last);
    column = Number.NaN;
  };
  const cut = () => {
    flush();
    if (piece.length > 0) pieces.push(piece);
    piece = [];
  };
  for (let i = start; i < end; i++) {
    const at = points.x[i]!;
    const [px, py] = [x(at), y(values[i]!)];
    // A value that has no place, as zero on a logarithmic axis, is a gap like one that is missing.
    if (!Number.isFinite(py) || at - before > widest) cut();
    if (!Number.isFinite(py)) continue;
    before = at;
    if (Math.round(px) === column) {
      low = Math.min(low, py);
      high = Math.max(high, py);
      last = py;
      lastX = px;
      continue;
    }
    flush();
    column = Math.round(px);
    piece.push(px, py);
    [low, high, last, lastX] = [py, py, py, px];
  }
  cut();
  return pieces;
}

/** The outline of the area between the lowest and the highest values, where several stand behind a point. */
export function bandPieces(points: Points, { x, y, from, to }: Projection): Pieces {
  const { low, high } = points;
  if (low === undefined || high === undefined) return [];
  const { start, end } = visible(points, from, to);
  const widest = gapWidth(points.x);
  const pieces: Pieces = [];
  let upper: number[] = [];
  let lower: number[] = [];
  let before = Number.NaN;
  const cut = () => {
    if (upper.length > 2) {
      const back: number[] = [];
      for (let i = lower.length - 2; i >= 0; i -= 2) back.push(lower[i]!, lower[i + 1]!);
      pieces.push([...upper, ...back]);
    }
    upper = [];
    lower = [];
  };
  for (let i = start; i < end; i++) {
    const at = points.x[i]!;
    const [bottom, top] = [y(low[i]!), y(high[i]!)];
    if (!Number.isFinite(bottom) || !Number.isFinite(top) || at - before > widest) cut();
    if (!Number.isFinite(bottom) || !Number.isFinite(top)) continue;
    before = at;
    const px = x(at);
    upper.push(px, top);
    lower.push(px, bottom);
  }
  cut();
  return pieces;
}
