import { t } from "../../l10n/index.ts";
import { chartColors } from "../../theme/chart-colors.ts";
import { headerText } from "../runs-table/write-table.ts";
import type { Axis } from "./axis.ts";
import type { ParallelLayout } from "./parallel-layout.ts";
import { shortened, twoLines } from "./shortened.ts";

interface Props {
  axis: Axis;
  x: number;
  layout: ParallelLayout;
  /** Shares of the axis. */
  marked: { from: number; to: number } | null;
}

/** An upright axis with its ticks, its name above it, and the part that is marked. */
export function ParallelAxis({ axis: { column, ticks, kind, hasMissing }, x, layout, marked }: Props) {
  const { top, bottom, missing, letters } = layout;
  const colors = chartColors();
  const y = (share: number) => bottom - Math.min(1, Math.max(0, share)) * (bottom - top);
  const isField = column.group === "recipe";
  const [above, name] = isField ? endOfPath(column.id) : twoLines(headerText(column), letters);
  // Ticks stand on the lines; an edge of the background keeps them readable.
  const onLines = {
    stroke: colors.background,
    "stroke-width": 5,
    "paint-order": "stroke",
    "stroke-linejoin": "round",
  } as const;
  return (
    <g class="axis">
      <title>{headerText(column)}</title>
      <text
        x={x}
        y={14}
        text-anchor="middle"
        fill={isField ? colors.muted : colors.text}
        font-weight={isField ? 400 : 600}
      >
        {shortened(above, letters)}
      </text>
      <text x={x} y={28} text-anchor="middle" fill={colors.text} font-weight="600">
        {shortened(name, letters - (kind === "log" ? 4 : 0))}
        {kind === "log" && <tspan font-weight="400"> log</tspan>}
      </text>
      <path d={`M${x} ${top}V${bottom}`} stroke={colors.axis} stroke-width="1.4" />
      <rect class="grip" x={x - 8} y={top} width="16" height={bottom - top} fill="transparent" data-on-page="" />
      {marked !== null && (
        <rect
          x={x - 6}
          y={y(Math.max(marked.from, marked.to))}
          width="12"
          height={Math.max(2, Math.abs(y(marked.to) - y(marked.from)))}
          fill={colors.text}
          fill-opacity="0.18"
          stroke={colors.text}
        />
      )}
      {ticks.map(({ at, label }) => (
        <g key={label}>
          <path d={`M${x - 3} ${y(at)}h6`} stroke={colors.axis} />
          <text x={x + 7} y={y(at) + 4} fill={colors.text} {...onLines}>
            {shortened(label, 14)}
          </text>
        </g>
      ))}
      {hasMissing && (
        <text x={x} y={missing + 14} text-anchor="middle" fill={colors.muted}>
          {t("compare.none")}
        </text>
      )}
    </g>
  );
}

/** The section right above a field, and its name: "decay." and "kind". */
function endOfPath(path: string): [string, string] {
  const [section, name] = path.split(".").slice(-2);
  return name === undefined ? ["", path] : [`${section}.`, name];
}
