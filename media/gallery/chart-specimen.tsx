import { signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { runColors } from "../../shared/dashboard/run-colors.ts";
import { metricNamed } from "../../shared/metrics.ts";
import { Chart } from "../charts/chart.tsx";
import type { ChartLine } from "../charts/chart-line.ts";
import type { Points } from "../charts/points.ts";
import { ChartView, type Range } from "../charts/view.ts";
import type { XAxis } from "../charts/x-axis.ts";
import { language } from "../l10n/index.ts";
import { notice } from "../parts/notices.ts";
import { Specimen } from "./specimen.tsx";

/** A line of a metric, as the dashboard makes it. */
export function lineOf(metric: string, points: Points, change: Partial<ChartLine> = {}): ChartLine {
  return {
    ...metricNamed(metric, language.value)!,
    id: `${change.run ?? ""} ${metric}`,
    run: null,
    color: runColors[0],
    dash: "solid",
    axis: "left",
    best: "lowest",
    points,
    halfLife: 0,
    marks: [],
    ...change,
  };
}

interface Props {
  /** What is special about it. */
  state: string;
  title?: string;
  lines: readonly ChartLine[];
  xAxis?: XAxis;
  log?: boolean;
  /** What is zoomed to. */
  range?: Range;
  /** Where the cursor stands. */
  cursor?: number;
}

/** A chart by itself, with a range and a cursor of its own. */
export function ChartSpecimen({ state, title = "Loss", lines, xAxis = "step", log = false, range, cursor }: Props) {
  const view = useMemo(() => {
    const made = new ChartView(signal(range ?? null));
    made.extent.value = extentOf(lines);
    made.cursor.value = cursor ?? null;
    return made;
  }, []);
  const logarithmic = useSignal(log);
  const hidden = useSignal<ReadonlySet<string>>(new Set());
  return (
    <Specimen title={state}>
      <Chart
        id="specimen"
        title={title}
        lines={lines}
        view={view}
        xAxis={xAxis}
        log={logarithmic.value}
        onLog={(on) => {
          logarithmic.value = on;
        }}
        hidden={hidden.value}
        onHidden={(id, hide) => {
          const others = [...hidden.value].filter((other) => other !== id);
          hidden.value = new Set(hide ? [...others, id] : others);
        }}
        csv={async () => ""}
        save={(name) => {
          notice.value = { kind: "info", text: name };
        }}
      />
    </Specimen>
  );
}

function extentOf(lines: readonly ChartLine[]): Range {
  const ends = lines.flatMap(({ points: { x } }) => (x.length === 0 ? [] : [x[0]!, x[x.length - 1]!]));
  const [min, max] = [Math.min(...ends), Math.max(...ends)];
  if (ends.length === 0) return { min: 0, max: 1 };
  return min === max ? { min: min - 1, max: max + 1 } : { min, max };
}
