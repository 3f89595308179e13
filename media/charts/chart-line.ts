import type { Points } from "./points.ts";

export const dashes = { solid: [], dashed: [6, 4], dotted: [1.5, 3] } as const satisfies Record<
  string,
  readonly number[]
>;
export type Dash = keyof typeof dashes;

/** One line of a chart. */
export interface ChartLine {
  /** The same for the same line each time. */
  id: string;
  /** Of the run, where several are shown. */
  run: string | null;
  label: string;
  unit: string;
  /** What a value is multiplied by to be in its unit. */
  scale: number;
  format: (value: number) => string;
  color: string;
  dash: Dash;
  axis: "left" | "right";
  /** Which values are good ones; null where there is no saying. */
  best: "lowest" | "highest" | null;
  points: Points;
  /** Half-life of its smoothing on x; 0 for none. */
  halfLife: number;
  /** Places on x where the run went on from a checkpoint. */
  marks: readonly number[];
}

/** The best value of a line, over all that is behind its points. */
export function bestOf({ best, points }: ChartLine): number | null {
  if (best === null) return null;
  const values = (best === "lowest" ? points.low : points.high) ?? points.y;
  let found: number | null = null;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (found === null || (best === "lowest" ? value < found : value > found)) found = value;
  }
  return found;
}

/** The last value that is one. */
export function lastOf({ points: { y } }: ChartLine): number | null {
  for (let i = y.length - 1; i >= 0; i--) if (Number.isFinite(y[i]!)) return y[i]!;
  return null;
}
