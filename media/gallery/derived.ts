import { metricNamed } from "../../shared/metrics.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import type { RecordedRun } from "./recorded/recorded-run.ts";

/** A recorded run with another id, and what else is to be other about it. */
export function derived(run: RecordedRun, id: string, change: Partial<RunSummary> = {}): RecordedRun {
  return { ...run, run: { ...run.run, ...change, id } };
}

/** A run as it was after a step, while it trained. */
export function asOf(run: RecordedRun, lastStep: number): RecordedRun {
  const records = run.records.slice(
    0,
    run.records.findLastIndex((record) => record.type === "metrics" && record.step <= lastStep) + 1,
  );
  const metrics = records.flatMap((record) => (record.type === "metrics" ? [record] : []));
  return {
    ...derived(run, `${run.run.id}-running`, {
      state: "running",
      step: lastStep,
      epoch: metrics.at(-1)?.epoch ?? 0,
      latest: Object.assign({}, ...metrics.map(({ values }) => values)) as Record<string, number>,
      best: bestOf(metrics),
      endedAt: null,
      secondsLeft: 7_862,
      lastSequence: records.at(-1)?.sequence ?? 0,
    }),
    records,
  };
}

type Metrics = Extract<RecordedRun["records"][number], { type: "metrics" }>;

function bestOf(metrics: readonly Metrics[]): RunSummary["best"] {
  let best: RunSummary["best"] = null;
  for (const { epoch, values } of metrics) {
    const top1 = values["validation/top1"];
    if (top1 !== undefined && top1 > (best?.top1 ?? 0)) best = { top1, epoch };
  }
  return best;
}

/** The same run with every value times `factor`, but for shares, which stay ones. */
export function scaled(run: RecordedRun, factor: number): RecordedRun {
  const times = (values: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(values).map(([metric, value]) => [
        metric,
        metricNamed(metric)?.unit === "%" ? Math.min(1, value * factor) : value * factor,
      ]),
    );
  return {
    ...run,
    records: run.records.map((record) =>
      record.type === "metrics" ? { ...record, values: times(record.values) } : record,
    ),
  };
}

/** Names that people give, and that break pages. */
export const names = {
  long: `resnet50-${"very-long-name-of-an-experiment-".repeat(6)}seed-3`.slice(0, 200),
  unbroken: "W".repeat(200),
  hebrew: "רשת-50 עם קצב לימוד גבוה (ניסוי 3)",
  arabic: "تجربة الشبكة العصبية ٣ – معدل تعلم مرتفع",
  korean: "이미지 분류기 학습률 비교 실험 3",
  html: '<img src=x onerror="alert(1)"><b>bold</b> & "quoted"',
  override: "\u202Egnp.evil\u202C ends here",
} as const;

/** The course of a metric in a recorded run: its values in order of steps. */
export function courseOf({ records }: RecordedRun, metric: string): { steps: number[]; values: number[] } {
  const [steps, values]: [number[], number[]] = [[], []];
  for (const record of records) {
    if (record.type !== "metrics") continue;
    const value = record.values[metric];
    // A run that went on from a checkpoint does some steps again.
    if (value === undefined || record.step <= (steps.at(-1) ?? 0)) continue;
    steps.push(record.step);
    values.push(value);
  }
  return { steps, values };
}
