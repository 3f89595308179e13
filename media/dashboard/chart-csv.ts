import { csvOf } from "../charts/export-csv.ts";
import { epochAfter } from "../data/run-points.ts";
import type { ChartDefinition } from "./charts/chart-definition.ts";
import type { DashboardModel } from "./model.ts";
import { planEpochs } from "./plan-epochs.ts";

/** As many values in one answer, each as it was recorded. */
const page = 10_000;

/**
 * Every recorded value of a chart's metrics, a row a step and run. Of a long run the page has only means; the runner says
 * all of them, in pages.
 */
export async function chartCsv(model: DashboardModel, chart: ChartDefinition): Promise<string> {
  const metrics = [
    ...new Set(
      model.open.value.flatMap(({ series }) => chart.lines(new Set(series.metrics.keys())).map(({ metric }) => metric)),
    ),
  ];
  const rows: (string | number | undefined)[][] = [];
  for (const run of model.open.value) {
    const link = model.store.link(run.ref.runner);
    const epochs = planEpochs(run.details.value?.plan);
    const bySteps = new Map<number, (string | number | undefined)[]>();
    for (const [column, metric] of metrics.entries()) {
      const series = run.series.metrics.get(metric);
      if (series === undefined) continue;
      for (let from = 0; from <= series.lastStep; from += page) {
        const range = { fromStep: from, toStep: from + page - 1 };
        const buckets =
          series.width === 1 || link === null
            ? series.buckets
            : (await link.request("history", { run: run.ref.run, metric, buckets: page, ...range })).buckets;
        for (const { firstStep, firstTime, mean } of buckets) {
          const row = bySteps.get(firstStep) ?? [
            run.summary.value?.name ?? run.ref.run,
            firstStep,
            epochAfter(firstStep, epochs),
            new Date(firstTime).toISOString(),
          ];
          row[4 + column] = mean;
          bySteps.set(firstStep, row);
        }
        if (buckets === series.buckets) break;
      }
    }
    for (const [, row] of [...bySteps].sort(([a], [b]) => a - b))
      rows.push(
        metrics
          .map((_, i) => i)
          .reduce((all, i) => {
            all[4 + i] ??= undefined;
            return all;
          }, row),
      );
  }
  return csvOf(["run", "step", "epoch", "time", ...metrics], rows);
}
