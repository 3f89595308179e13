import { type MetricName, metricNamed, metrics, parseGpuMetric } from "../../../shared/metrics.ts";
import { language, t } from "../../l10n/index.ts";
import { bestDirection } from "./best-metrics.ts";
import { type Column, noValue, type RunRow } from "./column.ts";

/** The metric whose best value comes with the list of runs. */
const listedBest = "validation/top1" satisfies MetricName;
/** Begins the ids of columns of best values. */
export const bestPrefix = "best/";

const shownAtFirst: ReadonlySet<string> = new Set([
  "train/loss",
  "validation/loss",
  "validation/top1",
] satisfies MetricName[]);

/** The latest value of each metric that a run has reported, in the order of the list of metrics, and the best where there is one. */
export function metricColumns(rows: readonly RunRow[]): Column[] {
  const reported = new Set(rows.flatMap(({ summary }) => Object.keys(summary.latest)));
  const listed = Object.keys(metrics).filter((key) => reported.has(key));
  const ofGpus = [...reported].filter((key) => parseGpuMetric(key) !== null).sort();
  return [...listed, ...ofGpus].flatMap((key) => [
    latestColumn(key),
    ...(bestDirection(key) === undefined ? [] : [bestColumn(key)]),
    ...(key === listedBest ? [bestEpochColumn()] : []),
  ]);
}

/** The metric whose best value a column has to ask for; undefined for every other column. */
export const askedMetric = ({ id, source }: Column): string | undefined =>
  source === "history" ? id.slice(bestPrefix.length) : undefined;

function latestColumn(key: string): Column {
  const [group, last] = key.split("/");
  return {
    ...metricColumn(key, ({ summary }) => summary.latest[key]),
    id: key,
    // "top1" is what most people mean by it.
    names: group === "validation" && last !== undefined ? [last] : [],
    source: "list",
    shownAtFirst: shownAtFirst.has(key),
  };
}

function bestColumn(key: string): Column {
  const isListed = key === listedBest;
  const column = metricColumn(key, ({ summary, best }) => (isListed ? summary.best?.top1 : best(key)));
  return {
    ...column,
    id: `${bestPrefix}${key}`,
    names: isListed ? ["best"] : [],
    label: t("table.best", { metric: column.label }),
    source: isListed ? "list" : "history",
    shownAtFirst: isListed,
  };
}

const bestEpochColumn = (): Column => ({
  id: "bestEpoch",
  names: [],
  label: t("table.bestEpoch"),
  unit: "",
  group: "metric",
  kind: "number",
  source: "list",
  shownAtFirst: false,
  value: ({ summary }) => (summary.best === null ? undefined : summary.best.epoch + 1),
  text: ({ summary }) => (summary.best === null ? noValue : String(summary.best.epoch + 1)),
});

/** What the columns of a metric have in common; `measured` is as the journal has it. */
function metricColumn(key: string, measured: (row: RunRow) => number | undefined) {
  const { label, unit, scale, format } = metricNamed(key, language.value)!;
  return {
    label,
    unit,
    group: "metric",
    kind: "number",
    value: (row: RunRow) => {
      const value = measured(row);
      return value === undefined ? undefined : value * scale;
    },
    text: (row: RunRow) => {
      const value = measured(row);
      return value === undefined ? noValue : format(value);
    },
  } as const;
}
