import type { EpochRow } from "../../shared/plan.ts";
import { firstFrom, type Points } from "../charts/points.ts";
import type { XAxis } from "../charts/x-axis.ts";
import type { MetricSeries } from "./metric-series.ts";
import type { RunSeries } from "./run-series.ts";

/** What places a run's steps on an axis. */
export interface RunScale {
  /** From the plan; empty where it is not known. */
  epochs: readonly EpochRow[];
  /** Milliseconds since 1970. */
  startedAt: number;
}

/** Epochs that are done after a step: 1 at the end of the first. */
export function epochAfter(step: number, epochs: readonly EpochRow[]): number {
  let [low, high] = [0, epochs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (epochs[middle]!.firstStep <= step) low = middle;
    else high = middle - 1;
  }
  const row = epochs[low];
  return row === undefined ? 0 : row.epoch + Math.max(0, step - row.firstStep + 1) / row.steps;
}

/** Where a step, or the time at which it ended, is on the axis. */
export function place(axis: XAxis, step: number, time: number, { epochs, startedAt }: RunScale): number {
  if (axis === "step") return step;
  if (axis === "epoch") return epochAfter(step, epochs);
  return (axis === "clock" ? time : time - startedAt) / 1000;
}

/** A metric of a run as a line: the whole, and in place of a part of it the finer one that was fetched. */
export function pointsOf(run: RunSeries, metric: string, axis: XAxis, scale: RunScale): Points {
  const whole = run.metrics.get(metric);
  if (whole === undefined) return { x: [], y: [] };
  const fine = run.detail?.metrics.get(metric);
  const parts: [MetricSeries, number, number][] = [];
  if (fine === undefined || run.detail === null || fine.length === 0) parts.push([whole, 0, whole.length]);
  else {
    const steps = whole.column("firstStep");
    const [firstFine, lastFine] = [fine.column("firstStep")[0]!, fine.lastStep];
    parts.push(
      [whole, 0, firstFrom(steps, firstFine)],
      [fine, 0, fine.length],
      [whole, firstFrom(steps, lastFine + 1), whole.length],
    );
  }
  const length = parts.reduce((sum, [, start, end]) => sum + end - start, 0);
  const [x, y, low, high] = [0, 0, 0, 0].map(() => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let at = 0;
  let latest = Number.NEGATIVE_INFINITY;
  let spread = false;
  for (const [series, start, end] of parts) {
    const [first, last, began, ended] = [
      series.column("firstStep"),
      series.column("lastStep"),
      series.column("firstTime"),
      series.column("lastTime"),
    ];
    const [mean, min, max] = [series.column("mean"), series.column("min"), series.column("max")];
    for (let i = start; i < end; i++, at++) {
      // A clock that was set back must not turn the line round.
      latest = Math.max(latest, place(axis, (first[i]! + last[i]!) / 2, (began[i]! + ended[i]!) / 2, scale));
      x[at] = latest;
      y[at] = mean[i]!;
      low[at] = min[i]!;
      high[at] = max[i]!;
      spread ||= min[i] !== max[i];
    }
  }
  return spread ? { x, y, low, high } : { x, y };
}

/** The steps that lie between two places on an axis, as far as the metric says. */
export function stepsBetween(
  series: MetricSeries,
  axis: XAxis,
  scale: RunScale,
  from: number,
  to: number,
): { fromStep: number; toStep: number } | null {
  const [first, last, began, ended] = [
    series.column("firstStep"),
    series.column("lastStep"),
    series.column("firstTime"),
    series.column("lastTime"),
  ];
  let [fromStep, toStep] = [-1, -1];
  for (let i = 0; i < first.length; i++) {
    if (place(axis, last[i]!, ended[i]!, scale) < from) continue;
    if (place(axis, first[i]!, began[i]!, scale) > to) break;
    if (fromStep < 0) fromStep = first[i]!;
    toStep = last[i]!;
  }
  return fromStep < 0 ? null : { fromStep, toStep };
}
