import { useMemo, useRef } from "preact/hooks";
import { elementPng, elementSvg } from "../../charts/export-element.ts";
import { SaveMenu } from "../../charts/save-menu.tsx";
import { t } from "../../l10n/index.ts";
import { usePointerMoved } from "../../parts/use-pointer-moved.ts";
import { chartColors } from "../../theme/chart-colors.ts";
import { nameColumn } from "../runs-table/run-columns.ts";
import { headerText, tableCsv } from "../runs-table/write-table.ts";
import type { Axis } from "./axis.ts";
import { nearestPoint, type Place } from "./nearest.ts";
import type { PlotProps } from "./plot-props.ts";
import { runKeys } from "./run-keys.ts";
import { ScatterAxes } from "./scatter-axes.tsx";
import { useWidth } from "./use-width.ts";

interface Props extends PlotProps {
  /** Along the bottom and upwards. */
  x: Axis;
  y: Axis;
  onLogX: (log: boolean) => void;
  onLogY: (log: boolean) => void;
}

const height = 280;
const margin = { left: 62, right: 22, top: 30, bottom: 40 };
/** As near as a pointer must come to a point. */
const reach = 16;

/** A point for each run: a field of its recipe against a metric. */
export function Scatter(props: Props) {
  const { rows, kept, x, y, color, isShown, hovered, onShow, save } = props;
  const { element, width } = useWidth();
  const drawing = useRef<SVGSVGElement>(null);
  const hasMoved = usePointerMoved();
  const colors = chartColors();
  const area = {
    left: margin.left,
    right: width.value - margin.right,
    top: margin.top,
    bottom: height - margin.bottom,
  };
  const points = useMemo(() => {
    return rows.flatMap((row) => {
      const [a, b] = [x.place(x.column.value(row)), y.place(y.column.value(row))];
      if (a === null || b === null) return [];
      const at = {
        x: area.left + a * (area.right - area.left),
        y: area.bottom - b * (area.bottom - area.top),
      };
      return [{ row, at }];
    });
  }, [rows, x, y, width.value]);
  const live = points.filter(({ row }) => kept.has(row.key));
  const pointAt = ({ clientX, clientY }: MouseEvent) => {
    const { left, top } = drawing.current!.getBoundingClientRect();
    const index = nearestPoint(
      live.map(({ at }) => at),
      { x: clientX - left, y: clientY - top },
      reach,
    );
    return live[index]?.row ?? null;
  };
  const title = t("compare.scatter");
  const without = rows.length - points.length;

  return (
    <section class="plot-of-runs" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <LogToggle axis={x} label={t("compare.logField")} text="log x" onLog={props.onLogX} />
        <LogToggle axis={y} label={t("compare.logMetric")} text="log y" onLog={props.onLogY} />
        <SaveMenu
          id="scatter"
          title={title}
          svg={() => drawing.current && elementSvg(drawing.current, colors)}
          png={async () => drawing.current && elementPng(drawing.current, colors)}
          csv={() =>
            tableCsv(
              [nameColumn(), x.column, y.column],
              live.map(({ row }) => row),
            )
          }
          save={save}
        />
      </header>
      <div ref={element}>
        <svg
          ref={drawing}
          width={width.value}
          height={height}
          font-size="11"
          role="application"
          aria-roledescription={t("chart.role")}
          aria-label={t("compare.scatterLabel", {
            count: live.length,
            field: headerText(x.column),
            metric: headerText(y.column),
          })}
          // In lower case: a drawing knows no tabIndex.
          tabindex={0}
          onFocus={() => props.onFocused(true)}
          onBlur={() => props.onFocused(false)}
          onKeyDown={runKeys(
            live.map(({ row }) => row),
            x.column,
            { hovered, onShow },
          )}
          onPointerMove={(event) => {
            if (hasMoved(event)) hovered.value = pointAt(event)?.key ?? null;
          }}
          onPointerLeave={(event) => {
            if (hasMoved(event)) hovered.value = null;
          }}
          onClick={(event) => {
            const row = pointAt(event);
            if (row !== null) onShow(row.ref);
          }}
        >
          <ScatterAxes x={x} y={y} area={area} />
          {points.map(({ row, at }) => {
            const faint = !kept.has(row.key);
            return (
              <circle
                key={row.key}
                cx={at.x}
                cy={at.y}
                r={isShown(row) ? 6 : 4.5}
                fill={faint ? colors.muted : color(row)}
                opacity={faint ? (colors.highContrast ? 0.35 : 0.2) : 0.9}
                stroke={isShown(row) || colors.highContrast ? colors.text : "none"}
              />
            );
          })}
          <Hovered {...props} points={points} />
        </svg>
      </div>
      {without > 0 && <p class="muted">{t("compare.without", { count: without })}</p>}
    </section>
  );
}

function LogToggle({
  axis,
  label,
  text,
  onLog,
}: {
  axis: Axis;
  label: string;
  text: string;
  onLog: (log: boolean) => void;
}) {
  if (axis.kind === "categories") return null;
  const log = axis.kind === "log";
  return (
    <button
      type="button"
      class="plain toggle"
      aria-pressed={log}
      aria-label={label}
      title={label}
      onClick={() => onLog(!log)}
    >
      {text}
    </button>
  );
}

/** By itself, so that a pointer that passes draws one point and not all of them. */
function Hovered({ hovered, color, points }: Props & { points: readonly { row: Props["rows"][number]; at: Place }[] }) {
  const found = points.find(({ row }) => row.key === hovered.value);
  if (found === undefined) return null;
  const { x, y } = found.at;
  return (
    <circle data-on-page="" cx={x} cy={y} r="8" fill={color(found.row)} stroke={chartColors().text} stroke-width="2" />
  );
}
