import { useMemo, useRef } from "preact/hooks";
import { elementPng, elementSvg } from "../../charts/export-element.ts";
import { SaveMenu } from "../../charts/save-menu.tsx";
import { t } from "../../l10n/index.ts";
import { usePointerMoved } from "../../parts/use-pointer-moved.ts";
import { chartColors } from "../../theme/chart-colors.ts";
import type { Column } from "../runs-table/column.ts";
import type { Selection } from "../runs-table/filter/edit-filter.ts";
import { nameColumn } from "../runs-table/run-columns.ts";
import { tableCsv } from "../runs-table/write-table.ts";
import type { Axis } from "./axis.ts";
import { nearestLine, type Place } from "./nearest.ts";
import { ParallelAxis } from "./parallel-axis.tsx";
import { lineOf, parallelLayout } from "./parallel-layout.ts";
import { HoveredLine, ParallelLines } from "./parallel-lines.tsx";
import type { PlotProps } from "./plot-props.ts";
import { runKeys } from "./run-keys.ts";
import { useBrush } from "./use-brush.ts";
import { useWidth } from "./use-width.ts";

interface Props extends PlotProps {
  /** Left to right; the last is the metric's. */
  axes: readonly Axis[];
  /** What the filter asks of a column. */
  selection: (column: Column) => Selection | null;
  /** A part of an axis was marked, or null for all of it. */
  onSelect: (column: Column, selection: Selection | null) => void;
}

/** As near as a pointer must come to a line. */
const reach = 8;

/** A line for each run through its values on all axes. A part of an axis that is marked narrows the runs down. */
export function ParallelCoordinates(props: Props) {
  const { rows, axes, kept, hovered, onShow, selection, onSelect, save } = props;
  const { element, width } = useWidth();
  const drawing = useRef<SVGSVGElement>(null);
  const hasMoved = usePointerMoved();
  const colors = chartColors();
  const layout = parallelLayout(width.value, axes.length);
  const lines = useMemo(
    () => rows.map((row) => ({ row, line: lineOf(row, axes, layout) })),
    [rows, axes, layout.width],
  );
  const left = useMemo(() => lines.filter(({ row }) => kept.has(row.key)), [lines, kept]);
  const paths = useMemo(() => left.map(({ line }) => line), [left]);
  const { brush, begin, move, end } = useBrush(layout, (index, part) => {
    const axis = axes[index];
    if (axis !== undefined) onSelect(axis.column, part && axis.select(part.from, part.to));
  });
  const placeOf = ({ clientX, clientY }: MouseEvent): Place => {
    const box = drawing.current!.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };
  const rowAt = (place: Place) => left[nearestLine(paths, place, reach)]?.row ?? null;
  const markOf = (axis: Axis) => {
    const selected = selection(axis.column);
    return selected && axis.cover(selected);
  };
  const title = t("compare.parallel");
  const keptRows = left.map(({ row }) => row);

  return (
    <section class="plot-of-runs" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <SaveMenu
          id="parallel-coordinates"
          title={title}
          svg={() => drawing.current && elementSvg(drawing.current, colors)}
          png={async () => drawing.current && elementPng(drawing.current, colors)}
          csv={() => tableCsv([nameColumn(), ...axes.map(({ column }) => column)], keptRows)}
          save={save}
        />
      </header>
      <div class="wide" ref={element}>
        <svg
          ref={drawing}
          width={layout.width}
          height={layout.height}
          font-size="11"
          role="application"
          aria-roledescription={t("chart.role")}
          aria-label={t("compare.parallelLabel", { count: keptRows.length, axes: axes.length })}
          // In lower case: a drawing knows no tabIndex.
          tabindex={0}
          onFocus={() => props.onFocused(true)}
          onBlur={() => props.onFocused(false)}
          onKeyDown={runKeys(keptRows, axes.at(-1)!.column, { hovered, onShow })}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            if (begin(placeOf(event))) drawing.current!.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            if (brush.value !== null) move(placeOf(event));
            else if (hasMoved(event)) hovered.value = rowAt(placeOf(event))?.key ?? null;
          }}
          onPointerUp={(event) => {
            if (brush.value !== null) return end();
            const row = rowAt(placeOf(event));
            if (row !== null) onShow(row.ref);
          }}
          onPointerCancel={() => {
            brush.value = null;
          }}
          onPointerLeave={(event) => {
            if (hasMoved(event)) hovered.value = null;
          }}
        >
          <ParallelLines {...props} lines={lines} />
          <HoveredLine {...props} lines={lines} />
          {axes.map((axis, index) => (
            <ParallelAxis
              key={axis.column.id}
              axis={axis}
              x={layout.x[index]!}
              layout={layout}
              marked={brush.value?.axis === index ? brush.value : markOf(axis)}
            />
          ))}
        </svg>
      </div>
    </section>
  );
}
