import { chartColors } from "../../theme/chart-colors.ts";
import { headerText } from "../runs-table/write-table.ts";
import type { Axis } from "./axis.ts";
import { shortened } from "./shortened.ts";

interface Props {
  x: Axis;
  y: Axis;
  /** Of the points, in pixels. */
  area: { left: number; right: number; top: number; bottom: number };
}

/** Grid, ticks and names of both axes. */
export function ScatterAxes({ x, y, area: { left, right, top, bottom } }: Props) {
  const colors = chartColors();
  const grid = { stroke: colors.text, "stroke-opacity": colors.highContrast ? 0.35 : 0.12 };
  // Beside each other labels need more room than above each other.
  const most = Math.max(1, Math.floor((right - left) / 64));
  const every = Math.ceil(x.ticks.length / most);
  return (
    <g>
      {y.ticks.map(({ at, label }) => {
        const place = bottom - at * (bottom - top);
        return (
          <g key={label}>
            <path d={`M${left - 6} ${place}H${right + 6}`} {...grid} />
            <text x={left - 10} y={place + 4} text-anchor="end" fill={colors.muted}>
              {shortened(label, 9)}
            </text>
          </g>
        );
      })}
      {x.ticks.map(({ at, label }, index) => {
        const place = left + at * (right - left);
        return (
          <g key={label}>
            <path d={`M${place} ${top - 4}V${bottom + 6}`} {...grid} />
            {index % every === 0 && (
              <text x={place} y={bottom + 20} text-anchor="middle" fill={colors.muted}>
                {shortened(label, 12)}
              </text>
            )}
          </g>
        );
      })}
      <text x={(left + right) / 2} y={bottom + 36} text-anchor="middle" fill={colors.text}>
        {headerText(x.column)}
      </text>
      <text x={8} y={14} fill={colors.text}>
        {headerText(y.column)}
      </text>
    </g>
  );
}
