import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { elementPng, elementSvg } from "../../charts/export-element.ts";
import { SaveMenu } from "../../charts/save-menu.tsx";
import { t } from "../../l10n/index.ts";
import { chartColors } from "../../theme/chart-colors.ts";
import type { Column } from "../runs-table/column.ts";
import type { Selection } from "../runs-table/filter/edit-filter.ts";
import { nameColumn } from "../runs-table/run-columns.ts";
import { sortRows } from "../runs-table/sort-rows.ts";
import { tableCsv } from "../runs-table/write-table.ts";
import type { Axis } from "./axis.ts";
import { nearestLine, type Place } from "./nearest.ts";
import { ParallelAxis } from "./parallel-axis.tsx";
import { lineOf, parallelLayout, pathOf } from "./parallel-layout.ts";
import type { PlotProps } from "./plot-props.ts";
import { runKeys } from "./run-keys.ts";
import { useWidth } from "./use-width.ts";

interface Props extends PlotProps {
  /** Left to right; the last is the metric's. */
  axes: readonly Axis[];
  /** What the filter asks of a column. */
  selection: (column: Column) => Selection | null;
  /** A part of an axis was marked, or null for all of it. */
  onSelect: (column: Column, selection: Selection | null) => void;
}

/** As near as a pointer must come to a line, and to an axis. */
const reach = 8;
/** A press that moves less marks nothing. */
const leastBrush = 4;

/** A line for each run through its values on all axes. A part of an axis that is marked narrows the table down, and back. */
export function ParallelCoordinates(props: Props) {
  const { rows, axes, kept, color, isShown, hovered, onShow, selection, onSelect, save } = props;
  const { element, width } = useWidth();
  const drawing = useRef<SVGSVGElement>(null);
  const brush = useSignal<{ axis: number; from: number; to: number } | null>(null);
  const colors = chartColors();
  const layout = parallelLayout(width.value, axes.length);
  const lines = useMemo(() => rows.map((row) => lineOf(row, axes, layout)), [rows, axes, layout.width]);
  const keptRows = rows.filter(({ key }) => kept.has(key));
  const placeOf = ({ clientX, clientY }: PointerEvent): Place => {
    const { left, top } = drawing.current!.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const axisAt = ({ x }: Place) => layout.x.findIndex((at) => Math.abs(at - x) <= reach);
  const lineAt = (place: Place) => {
    const candidates = rows.flatMap((row, index) => (kept.has(row.key) ? [{ row, line: lines[index]! }] : []));
    return (
      candidates[
        nearestLine(
          candidates.map(({ line }) => line),
          place,
          reach,
        )
      ]?.row ?? null
    );
  };
  const share = ({ y }: Place) => (layout.bottom - y) / (layout.bottom - layout.top);
  const title = t("compare.parallel");
  const inOrder = () =>
    sortRows(keptRows, axes.at(-1)!.column, { descending: false, collator: new Intl.Collator("en") });

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
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go from run to run in it
          tabIndex={0}
          onKeyDown={(event) => runKeys(inOrder(), { hovered, onShow })(event)}
          onPointerDown={(event) => {
            const place = placeOf(event);
            const axis = axisAt(place);
            if (axis < 0 || event.button !== 0) return;
            drawing.current!.setPointerCapture(event.pointerId);
            brush.value = { axis, from: share(place), to: share(place) };
          }}
          onPointerMove={(event) => {
            const place = placeOf(event);
            if (brush.value !== null) brush.value = { ...brush.value, to: share(place) };
            else hovered.value = lineAt(place)?.key ?? null;
          }}
          onPointerUp={(event) => {
            const place = placeOf(event);
            const marked = brush.value;
            brush.value = null;
            if (marked === null) {
              const row = lineAt(place);
              if (row !== null) onShow(row.ref);
              return;
            }
            const axis = axes[marked.axis];
            if (axis === undefined) return;
            const [from, to] = [Math.min(marked.from, marked.to), Math.max(marked.from, marked.to)];
            const marksNothing = (to - from) * (layout.bottom - layout.top) < leastBrush;
            onSelect(axis.column, marksNothing ? null : axis.select(from, to));
          }}
          onPointerCancel={() => {
            brush.value = null;
          }}
          onPointerLeave={() => {
            hovered.value = null;
          }}
        >
          <g fill="none" stroke-linejoin="round">
            {rows.map((row, index) => {
              const path = pathOf(lines[index]!);
              if (!kept.has(row.key))
                return (
                  <path key={row.key} d={path} stroke={colors.muted} opacity={colors.highContrast ? 0.35 : 0.22} />
                );
              const strong = isShown(row) || colors.highContrast;
              return (
                <path
                  key={row.key}
                  d={path}
                  stroke={color(row)}
                  stroke-width={strong ? 2.4 : 1.4}
                  opacity={strong ? 1 : rows.length > 60 ? 0.45 : 0.8}
                />
              );
            })}
          </g>
          <Hovered {...props} lineOf={(key) => lines[rows.findIndex((row) => row.key === key)]} />
          {axes.map((axis, index) => {
            const marked = brush.value?.axis === index ? brush.value : coverOf(axis, selection(axis.column));
            return (
              <ParallelAxis key={axis.column.id} axis={axis} x={layout.x[index]!} layout={layout} marked={marked} />
            );
          })}
        </svg>
      </div>
    </section>
  );
}

const coverOf = (axis: Axis, selection: Selection | null) => (selection === null ? null : axis.cover(selection));

/** By itself, so that a pointer that passes draws one line and not all of them. */
function Hovered({ hovered, rows, color, lineOf }: Props & { lineOf: (key: string) => readonly Place[] | undefined }) {
  const key = hovered.value;
  const row = rows.find((each) => each.key === key);
  const line = key === null ? undefined : lineOf(key);
  if (row === undefined || line === undefined) return null;
  const colors = chartColors();
  return (
    <g fill="none" data-on-page="">
      <path d={pathOf(line)} stroke={colors.background} stroke-width="7" opacity="0.7" />
      <path d={pathOf(line)} stroke={color(row)} stroke-width="3.5" />
      {line.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r="4" fill={color(row)} stroke={colors.text} />
      ))}
    </g>
  );
}
