import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import type { ShownSchedule } from "../../shared/dashboard/schedule-messages.ts";
import { language, t } from "../l10n/index.ts";
import { chartColors } from "../theme/chart-colors.ts";
import { chartOptions } from "./chart-options.ts";
import { type Axis, interpolate, positions } from "./points.ts";

export type Quantity = "learningRates" | "batchSizes";

export interface Curve {
  schedule: ShownSchedule;
  color: string;
  dashed: boolean;
}

interface Props {
  quantity: Quantity;
  title: string;
  curves: readonly Curve[];
  axis: Axis;
  format: (value: number) => string;
  /** Counts up when the whole range shall be seen again. */
  zoomResets: number;
  onZoom: (zoomed: boolean) => void;
  /** The chart as it is drawn, for saving. */
  onChart: (chart: uPlot | null) => void;
}

/** One quantity over the training. The cursor is shared with the other charts; what is zoomed to stays while one types. */
export function CurveChart({ quantity, title, curves, axis, format, zoomResets, onZoom, onChart }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(curves);
  latest.current = curves;
  const [at, setAt] = useState<number | null>(null);
  const movedTo = useRef<number | null>(null);
  const colors = chartColors();
  const [first] = curves;
  const range = first ? extent(curves, axis) : 0;
  // What the chart is made of; with other values of it there is another chart.
  const shape = JSON.stringify([
    quantity,
    axis,
    curves.map(({ color, dashed }) => [color, dashed]),
    language.value,
    colors,
  ]);

  useEffect(() => {
    const element = holder.current;
    if (!element || !first) return;
    const made = new uPlot(
      chartOptions({
        quantity,
        curves: () => latest.current,
        axis,
        colors,
        format,
        width: element.clientWidth,
        onCursor: (drawn) => setAt(under(drawn, movedTo.current)),
        onZoom,
      }),
      dataOf(curves, quantity, axis),
      element,
    );
    chart.current = made;
    onChart(made);
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: made.height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current = null;
      onChart(null);
      made.destroy();
    };
  }, [shape, first === undefined]);

  useEffect(() => {
    const made = chart.current;
    if (!made || !first) return;
    const { min, max } = made.scales.x ?? {};
    const data = made.data[0];
    const wasWhole = min === undefined || max === undefined || (min <= (data[0] ?? 0) && max >= (data.at(-1) ?? 0));
    made.setData(dataOf(curves, quantity, axis), wasWhole);
    // The marks belong to the new curves also where the range is the former one.
    if (!wasWhole) made.redraw(true, true);
  }, [curves, quantity, axis, first]);

  useEffect(() => {
    chart.current?.setScale("x", { min: 0, max: range });
  }, [zoomResets, range]);

  if (!first) return null;
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -0.01, ArrowRight: 0.01, PageUp: -0.1, PageDown: 0.1 }[event.key];
    const made = chart.current;
    if (step === undefined || !made) return;
    event.preventDefault();
    const { min = 0, max = 1 } = made.scales.x ?? {};
    const next = Math.min(Math.max((at ?? min) + step * (max - min), min), max);
    movedTo.current = next;
    made.setCursor({ left: made.valToPos(next, "x"), top: made.bbox.height / 2 / devicePixelRatio });
  };
  return (
    <section class="schedule-chart">
      <header>
        <h2>{title}</h2>
        <p class="schedule-readout number" aria-hidden="true">
          {at !== null && <Readout read={reading(curves, quantity, axis, at, format)} />}
        </p>
      </header>
      <div
        ref={holder}
        class="schedule-plot"
        // The arrow keys move the cursor, and what is under it is read out.
        role="slider"
        tabIndex={0}
        aria-valuemin={0}
        aria-valuemax={range}
        aria-valuenow={at ?? 0}
        aria-valuetext={at === null ? undefined : spoken(curves, quantity, axis, at, format)}
        aria-label={t("recipe.chartLabel", {
          what: title,
          name: first.schedule.name,
          steps: first.schedule.totalSteps,
        })}
        onKeyDown={move}
      />
    </section>
  );
}

/** What the cursor points at: where it stands at the value that the keys moved to, on a whole pixel beside it, that value. */
function under({ cursor: { left = -1 }, posToVal, valToPos }: uPlot, movedTo: number | null): number | null {
  if (left < 0) return null;
  const isThere = movedTo !== null && Math.abs(valToPos(movedTo, "x") - left) < 1;
  return isThere ? movedTo : posToVal(left, "x");
}

function dataOf(curves: readonly Curve[], quantity: Quantity, axis: Axis): uPlot.AlignedData {
  const [first, ...others] = curves.map(
    ({ schedule }): uPlot.AlignedData => [positions(schedule, axis), schedule[quantity]],
  );
  return first ? (others.length === 0 ? first : uPlot.join([first, ...others])) : [[]];
}

function extent(curves: readonly Curve[], axis: Axis): number {
  return Math.max(...curves.map(({ schedule }) => (axis === "step" ? schedule.totalSteps : schedule.totalEpochs)));
}

interface Reading {
  where: string;
  values: { name: string; color: string; value: string }[];
}

/** What lies under the cursor. */
function reading(
  curves: readonly Curve[],
  quantity: Quantity,
  axis: Axis,
  at: number,
  format: (value: number) => string,
): Reading {
  const [first] = curves;
  if (!first) return { where: "", values: [] };
  const { steps, epochs } = first.schedule;
  const step = Math.round(axis === "step" ? at : interpolate(epochs, steps, at));
  const epoch = axis === "epoch" ? at : interpolate(steps, epochs, at);
  return {
    where: t("recipe.atCursor", { step, epoch: Number(epoch.toFixed(1)) }),
    values: curves.map(({ schedule, color }) => {
      const xs = positions(schedule, axis);
      const inside = at <= (xs.at(-1) ?? 0);
      return { name: schedule.name, color, value: inside ? format(valueAt(schedule, quantity, xs, at)) : "–" };
    }),
  };
}

function spoken(...reads: Parameters<typeof reading>): string {
  const { where, values } = reading(...reads);
  return [where, ...values.map(({ name, value }) => `${name}: ${value}`)].join("; ");
}

function Readout({ read: { where, values } }: { read: Reading }) {
  return (
    <>
      <span class="muted">{where}</span>
      {values.map(({ name, color, value }, i) => (
        <span key={`${i} ${name}`} style={{ color }}>
          {value}
        </span>
      ))}
    </>
  );
}

/** Batch sizes do not rise between two points: they jump. */
function valueAt(schedule: ShownSchedule, quantity: Quantity, xs: readonly number[], at: number): number {
  if (quantity === "learningRates") return interpolate(xs, schedule.learningRates, at);
  return (
    schedule.batchSizes[
      Math.max(
        0,
        xs.findLastIndex((x) => x <= at),
      )
    ] ?? 0
  );
}
