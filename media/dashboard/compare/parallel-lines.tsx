import { chartColors } from "../../theme/chart-colors.ts";
import type { RunRow } from "../runs-table/column.ts";
import type { Place } from "./nearest.ts";
import { pathOf } from "./parallel-layout.ts";
import type { PlotProps } from "./plot-props.ts";

/** A run and where its line goes. */
export interface RunLine {
  row: RunRow;
  line: readonly Place[];
}

interface Props extends Pick<PlotProps, "kept" | "color" | "isShown"> {
  lines: readonly RunLine[];
}

/** The lines of all runs: those that the filter leaves above the others, and those that are in the charts above all. */
export function ParallelLines({ lines, kept, color, isShown }: Props) {
  const { muted, highContrast } = chartColors();
  const layers: [RunLine[], RunLine[], RunLine[]] = [[], [], []];
  for (const each of lines) layers[!kept.has(each.row.key) ? 0 : isShown(each.row) ? 2 : 1].push(each);
  const [others, left, shown] = layers;
  // The more lines, the fainter each, so that one sees where many go.
  const crowd = (count: number, few: number, many: number) => (count > 60 ? many : few);
  const faint = highContrast ? 0.35 : crowd(others.length, 0.22, 0.07);
  return (
    <g fill="none" stroke-linejoin="round">
      {others.map(({ row, line }) => (
        <path key={row.key} d={pathOf(line)} stroke={muted} opacity={faint} />
      ))}
      {left.map(({ row, line }) => (
        <path
          key={row.key}
          d={pathOf(line)}
          stroke={color(row)}
          stroke-width={highContrast ? 2.4 : 1.4}
          opacity={highContrast ? 1 : crowd(left.length, 0.8, 0.45)}
        />
      ))}
      {shown.map(({ row, line }) => (
        <path key={row.key} d={pathOf(line)} stroke={color(row)} stroke-width="2.4" />
      ))}
    </g>
  );
}

/** The run under the pointer. By itself, so that a pointer that passes draws one line and not all of them. */
export function HoveredLine({ lines, hovered, color }: Pick<Props, "lines" | "color"> & Pick<PlotProps, "hovered">) {
  const key = hovered.value;
  const found = key === null ? undefined : lines.find(({ row }) => row.key === key);
  if (found === undefined) return null;
  const { background, text } = chartColors();
  const stroke = color(found.row);
  return (
    <g fill="none" data-on-page="">
      <path d={pathOf(found.line)} stroke={background} stroke-width="7" opacity="0.7" />
      <path d={pathOf(found.line)} stroke={stroke} stroke-width="3.5" />
      {found.line.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r="4" fill={stroke} stroke={text} />
      ))}
    </g>
  );
}
