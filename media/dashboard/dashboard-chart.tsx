import { Chart } from "../charts/chart.tsx";
import { t } from "../l10n/index.ts";
import { chartCsv } from "./chart-csv.ts";
import type { ChartDefinition } from "./charts/chart-definition.ts";
import type { DashboardModel } from "./model.ts";

/** One of the dashboard's charts, for all runs that are shown. */
export function DashboardChart({ model, chart }: { model: DashboardModel; chart: ChartDefinition }) {
  const log = model.logarithmic.value;
  const hidden = new Set(model.hidden.value);
  const lines = model.lines(chart).value;
  return (
    <Chart
      id={chart.id}
      title={t(chart.title)}
      lines={lines}
      view={model.view}
      xAxis={model.xAxis.value}
      log={log.includes(chart.id)}
      onLog={(on) => {
        model.logarithmic.value = on ? [...log, chart.id] : log.filter((id) => id !== chart.id);
      }}
      hidden={hidden}
      onHidden={(id, hide) => {
        model.hidden.value = hide ? [...hidden, id] : [...hidden].filter((other) => other !== id);
      }}
      csv={() => chartCsv(model, chart)}
      save={(fileName, bytes, type) => model.host.save(fileName, bytes, type)}
    />
  );
}
