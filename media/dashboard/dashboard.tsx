import { t } from "../l10n/index.ts";
import { Name } from "../parts/name.tsx";
import { Banner } from "./banner.tsx";
import { charts } from "./charts/index.ts";
import { DashboardChart } from "./dashboard-chart.tsx";
import { Figures } from "./figures.tsx";
import type { DashboardModel } from "./model.ts";
import { RunHeader } from "./run-header.tsx";
import { RunsSection } from "./runs-table/runs-section.tsx";
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
      <RunsSection model={model} />
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
