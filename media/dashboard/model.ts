import { computed, effect, type ReadonlySignal, type Signal } from "@preact/signals";
import { z } from "zod";
import { type RunRef, runRefSchema } from "../../shared/dashboard/messages.ts";
import { distinctColors } from "../../shared/dashboard/run-colors.ts";
import { metricNamed } from "../../shared/metrics.ts";
import type { ChartLine } from "../charts/chart-line.ts";
import type { Points } from "../charts/points.ts";
import { ChartView, type Range } from "../charts/view.ts";
import { type XAxis, xAxes } from "../charts/x-axis.ts";
import type { OpenRun } from "../data/open-run.ts";
import { runKey } from "../data/run-key.ts";
import { place, pointsOf, type RunScale, stepsBetween } from "../data/run-points.ts";
import { RunStore } from "../data/run-store.ts";
import type { Host } from "../hosts/host.ts";
import { ViewState } from "../hosts/view-state.ts";
import { language } from "../l10n/index.ts";
import { shownAccent } from "../theme/run-accents.ts";
import type { ChartDefinition } from "./charts/chart-definition.ts";
import { charts, isCharted } from "./charts/index.ts";
import { planEpochs } from "./plan-epochs.ts";
import { RunsTableModel } from "./runs-table/table-model.ts";

const rangeSchema = z.object({ min: z.number(), max: z.number() }).nullable();
/** Milliseconds without zooming, after which finer values are fetched. */
const zoomRestMs = 150;

/** What the dashboard shows: which runs, on which axis, smoothed how far. */
export class DashboardModel {
  readonly host: Host;
  readonly store: RunStore;
  readonly state: ViewState;
  /** Runs that are shown; the first is the one of header and tabs. */
  readonly selected: Signal<readonly RunRef[]>;
  readonly xAxis: Signal<XAxis>;
  /** 0 to 1. */
  readonly smoothing: Signal<number>;
  /** Charts with a logarithmic axis. */
  readonly logarithmic: Signal<readonly string[]>;
  readonly hidden: Signal<readonly string[]>;
  readonly tab: Signal<string>;
  readonly view: ChartView;
  readonly table: RunsTableModel;
  readonly open: ReadonlySignal<readonly OpenRun[]>;
  readonly colors: ReadonlySignal<readonly string[]>;
  readonly #dropped = new Map<string, RunRef>();
  readonly #lines = new Map<string, ReadonlySignal<ChartLine[]>>();
  readonly #points = new WeakMap<object, Map<string, { stamp: string; points: Points }>>();

  constructor(host: Host) {
    this.host = host;
    this.store = new RunStore(host, isCharted, (run) => this.#drop(run));
    this.state = new ViewState(host);
    this.selected = this.state.part("runs", z.array(runRefSchema), []);
    this.xAxis = this.state.part("xAxis", z.enum(xAxes), "step");
    this.smoothing = this.state.part("smoothing", z.number().min(0).max(1), 0);
    this.logarithmic = this.state.part("logarithmic", z.array(z.string()), []);
    this.hidden = this.state.part("hidden", z.array(z.string()), []);
    this.tab = this.state.part("tab", z.string(), "recipe");
    this.view = new ChartView(this.state.part("range", rangeSchema, null) as Signal<Range | null>);
    this.table = new RunsTableModel(this);
    this.open = computed(() => this.selected.value.map((ref) => this.store.open(ref)));
    this.colors = computed(() =>
      distinctColors(this.selected.value.map((ref) => this.store.accent(ref))).map((accent) => shownAccent(accent)),
    );
    effect(() => {
      const opened = host.opened.value;
      if (opened === null || opened.runs.length === 0) return;
      this.show(opened.runs);
      if (opened.tab !== null) this.tab.value = opened.tab;
    });
    effect(() => this.store.keepOpen(this.selected.value));
    effect(() => this.#pickUp());
    effect(() => {
      this.view.extent.value = this.#extent();
    });
    this.#fetchDetail();
  }

  /** Shows these runs in place of the present ones. */
  show(runs: readonly RunRef[]): void {
    if (JSON.stringify(runs) === JSON.stringify(this.selected.peek())) return;
    this.selected.value = [...runs];
    this.view.reset();
  }

  toggle(ref: RunRef): void {
    const same = (other: RunRef) => runKey(other) === runKey(ref);
    const runs = this.selected.peek();
    this.selected.value = runs.some(same) ? runs.filter((run) => !same(run)) : [...runs, ref];
  }

  #drop(run: RunRef): void {
    const kept = this.selected.peek().filter((ref) => runKey(ref) !== runKey(run));
    if (kept.length === this.selected.peek().length) return;
    this.selected.value = kept;
    this.#dropped.set(runKey(run), run);
  }

  /** A run that was shown and deleted is shown again when somebody brings it back. */
  #pickUp(): void {
    for (const { ref } of this.store.runs.value) {
      if (this.#dropped.delete(runKey(ref))) this.selected.value = [...this.selected.peek(), ref];
    }
  }

  setAxis(axis: XAxis): void {
    this.view.reset();
    this.view.cursor.value = null;
    this.xAxis.value = axis;
  }

  /** The lines of a chart, for all runs that are shown. */
  lines(chart: ChartDefinition): ReadonlySignal<ChartLine[]> {
    const known = this.#lines.get(chart.id);
    if (known !== undefined) return known;
    const made = computed(() => this.open.value.flatMap((run, i) => this.#linesOf(chart, run, this.colors.value[i]!)));
    this.#lines.set(chart.id, made);
    return made;
  }

  scaleOf(run: OpenRun): RunScale {
    const summary = run.summary.value;
    const first = [...run.series.metrics.values()].find((series) => series.length > 0)?.column("firstTime")[0];
    return {
      epochs: planEpochs(run.details.value?.plan),
      startedAt: summary?.startedAt ?? first ?? 0,
    };
  }

  #linesOf(chart: ChartDefinition, run: OpenRun, color: string): ChartLine[] {
    run.version.value; // what is in the series has changed
    const { series } = run;
    const axis = this.xAxis.value;
    const scale = this.scaleOf(run);
    const several = this.open.value.length > 1;
    const marks = series.resumes.map(({ step, time }) => place(axis, step, time, scale));
    const reported = new Set(series.metrics.keys());
    return chart.lines(reported).flatMap((style): ChartLine[] => {
      const metric = metricNamed(style.metric, language.value);
      if (metric === undefined || !reported.has(style.metric)) return [];
      const points = this.#pointsOf(run, style.metric, axis, scale);
      return [
        {
          ...style,
          ...metric,
          id: `${run.ref.run}/${style.metric}`,
          run: several ? (run.summary.value?.name ?? run.ref.run) : null,
          color,
          points,
          halfLife: this.#halfLife(points),
          marks,
        },
      ];
    });
  }

  /** Made anew only where something of it has changed, so that what is smoothed stays smoothed. */
  #pointsOf(run: OpenRun, metric: string, axis: XAxis, scale: RunScale): Points {
    const { series } = run;
    const cache = this.#points.get(series) ?? new Map<string, { stamp: string; points: Points }>();
    this.#points.set(series, cache);
    const { detail } = series;
    const stamp = [
      axis,
      scale.epochs.length,
      scale.startedAt,
      series.metrics.get(metric)?.version,
      detail?.fromStep,
      detail?.toStep,
      detail?.metrics.get(metric)?.version,
    ].join();
    const known = cache.get(metric);
    if (known?.stamp === stamp) return known.points;
    const points = pointsOf(series, metric, axis, scale);
    cache.set(metric, { stamp, points });
    return points;
  }

  /** Of the whole line, not of what is in view: the shape stays while one zooms. */
  #halfLife({ x }: Points): number {
    const smoothing = this.smoothing.value;
    return x.length < 2 ? 0 : smoothing ** 2 * 0.1 * (x[x.length - 1]! - x[0]!);
  }

  #extent(): Range {
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const chart of charts) {
      for (const { points } of this.lines(chart).value) {
        if (points.x.length === 0) continue;
        min = Math.min(min, points.x[0]!);
        max = Math.max(max, points.x[points.x.length - 1]!);
      }
    }
    if (this.xAxis.value !== "clock" && min > 0 && min < max / 2) min = 0;
    if (!(max > min)) return Number.isFinite(min) ? { min: min - 1, max: min + 1 } : { min: 0, max: 1 };
    return { min, max };
  }

  /** Where somebody has zoomed into a long run, finer values of what is in view, when the zooming rests. */
  #fetchDetail(): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      const range = this.view.range.value;
      const axis = this.xAxis.value;
      const runs = this.open.value;
      clearTimeout(timer);
      if (range === null) return;
      timer = setTimeout(() => {
        for (const run of runs) {
          const main = run.series.metrics.get("train/loss");
          const steps = main && stepsBetween(main, axis, this.scaleOf(run), range.min, range.max);
          // A run that is cut off or gone says so by itself.
          if (steps)
            run.zoomTo(steps.fromStep, steps.toStep, [...run.series.metrics.keys()].filter(isCharted)).catch(() => {});
        }
      }, zoomRestMs);
    });
  }
}
