import type { ChartColors } from "../theme/chart-colors.ts";
import type { ChartLine } from "./chart-line.ts";
import { visible } from "./points.ts";
import { linearTicks, logTicks, valueRange } from "./ticks.ts";
import type { Range } from "./view.ts";
import type { XAxis } from "./x-axis.ts";

/** What a plot shows. */
export interface Picture {
  lines: readonly ChartLine[];
  range: Range;
  xAxis: XAxis;
  log: boolean;
  colors: ChartColors;
}

export type Side = ChartLine["axis"];

/** The ranges of both value axes: of what is in view, so that zooming shows detail. */
export function valueRanges({
  lines,
  range,
  log,
}: Pick<Picture, "lines" | "range" | "log">): Record<Side, [number, number]> {
  const rangeOf = (side: Side): [number, number] => {
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { axis, points } of lines) {
      if (axis !== side) continue;
      const { start, end } = visible(points, range.min, range.max);
      const [low, high] = [points.low ?? points.y, points.high ?? points.y];
      for (let i = start; i < end; i++) {
        const [bottom, top] = [low[i]!, high[i]!];
        if (bottom < min && isDrawn(bottom, log)) min = bottom;
        if (top > max && isDrawn(top, log)) max = top;
      }
    }
    const [bottom, top] = valueRange(Math.min(min, max), Math.max(min, max), log);
    // No share exceeds the whole, and neither does its axis by more than the line's width.
    const isShare = lines.some(({ axis, unit }) => axis === side && unit === "%");
    return [bottom, isShare && max <= 1 && !log ? Math.min(top, 1.02) : top];
  };
  return { left: rangeOf("left"), right: rangeOf("right") };
}

/** Where the ticks of a value axis are: at numbers that are round in its unit. */
export function valueTicks(
  { lines, log }: Pick<Picture, "lines" | "log">,
  side: Side,
  count: number,
  [min, max]: [number, number],
): number[] {
  const scale = lines.find(({ axis }) => axis === side)?.scale ?? 1;
  return (log ? logTicks : linearTicks)(min * scale, max * scale, count).map((tick) => tick / scale);
}

/** A logarithmic axis has no place for zero and below, and no axis one for infinity. */
export const isDrawn = (value: number, log: boolean): boolean => Number.isFinite(value) && (!log || value > 0);
