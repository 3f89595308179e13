import { type MetricName, metricNamed, metrics, parseGpuMetric } from "../../../shared/metrics.ts";
import { language, t } from "../../l10n/index.ts";
import { type Column, noValue, type RunRow } from "./column.ts";

const shownAtFirst: ReadonlySet<string> = new Set([
  "train/loss",
  "validation/loss",
  "validation/top1",
] satisfies MetricName[]);

/** The metric whose best value runners keep. */
const bestOf = "validation/top1" satisfies MetricName;

/** The latest value of each metric that a run has reported, in the order of the list of metrics; and the best accuracy. */
export function metricColumns(rows: readonly RunRow[]): Column[] {
  const reported = new Set(rows.flatMap(({ summary }) => Object.keys(summary.latest)));
  const listed = Object.keys(metrics).filter((key) => reported.has(key));
  const ofGpus = [...reported].filter((key) => parseGpuMetric(key) !== null).sort();
  const best = rows.some(({ summary }) => summary.best !== null) ? bestColumns() : [];
  return [...listed, ...ofGpus].flatMap((key) => (key === bestOf ? [latestColumn(key), ...best] : [latestColumn(key)]));
}

function latestColumn(key: string): Column {
  const { label, unit, scale, format } = metricNamed(key, language.value)!;
  const [group, last] = key.split("/");
  const latest = ({ summary }: RunRow): number | undefined => summary.latest[key];
  return {
    id: key,
    // "top1" is what most people mean by it.
    names: group === "validation" && last !== undefined ? [last] : [],
    label,
    unit,
    group: "metric",
    kind: "number",
    shownAtFirst: shownAtFirst.has(key),
    value: (row) => scaled(latest(row), scale),
    text: (row) => textOf(latest(row), format),
  };
}

function bestColumns(): Column[] {
  const { label, unit, scale, format } = metricNamed(bestOf, language.value)!;
  const shared = { group: "metric", kind: "number" } as const;
  return [
    {
      ...shared,
      id: `best/${bestOf}`,
      names: ["best"],
      label: t("table.best", { metric: label }),
      unit,
      shownAtFirst: true,
      value: ({ summary }) => scaled(summary.best?.top1, scale),
      text: ({ summary }) => textOf(summary.best?.top1, format),
    },
    {
      ...shared,
      id: "bestEpoch",
      names: [],
      label: t("table.bestEpoch"),
      unit: "",
      shownAtFirst: false,
      value: ({ summary }) => (summary.best === null ? undefined : summary.best.epoch + 1),
      text: ({ summary }) => (summary.best === null ? noValue : String(summary.best.epoch + 1)),
    },
  ];
}

const scaled = (value: number | undefined, scale: number) => (value === undefined ? undefined : value * scale);
const textOf = (value: number | undefined, format: (value: number) => string) =>
  value === undefined ? noValue : format(value);
