import { Chart } from "../charts/chart.tsx";
import { t } from "../l10n/index.ts";
import { Name } from "../parts/name.tsx";
import { Banner } from "./banner.tsx";
import { chartCsv } from "./chart-csv.ts";
import type { ChartDefinition } from "./charts/chart-definition.ts";
import { charts } from "./charts/index.ts";
import { Figures } from "./figures.tsx";
import type { DashboardModel } from "./model.ts";
import { RunHeader } from "./run-header.tsx";
import { RunPicker } from "./run-picker.tsx";
import { Tabs } from "./tabs.tsx";
import { Toolbar } from "./toolbar.tsx";

/** The page: the runs that are chosen with their charts, or the list to choose from. */
export function Dashboard({ model }: { model: DashboardModel }) {
  const runs = model.open.value;
  const [first] = runs;
  return (
    <main class="dashboard">
      <Banner model={model} />
      {first !== undefined && (
        <>
          <RunHeader key={first.ref.run} model={model} run={first} />
          {first.error.value !== null && (
            <p class="problem" role="alert">
              {first.error.value}
            </p>
          )}
          <Figures run={first} />
          <Toolbar model={model} />
          <div class="charts" aria-busy={runs.some((run) => run.loading.value)}>
            {charts.map((chart) => (
              <DashboardChart key={chart.id} model={model} chart={chart} />
            ))}
          </div>
        </>
      )}
      <RunPicker model={model} />
      {first !== undefined && <Tabs model={model} run={first} />}
      <p class="visually-hidden" aria-live="polite">
        {first?.summary.value && (
          <>
            <Name text={first.summary.value.name} /> {t(`state.${first.summary.value.state}`)}
          </>
        )}
      </p>
    </main>
  );
}

function DashboardChart({ model, chart }: { model: DashboardModel; chart: ChartDefinition }) {
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
