import type { ComponentType } from "preact";
import { useMemo } from "preact/hooks";
import { charts } from "../dashboard/charts/index.ts";
import { Dashboard } from "../dashboard/dashboard.tsx";
import { DashboardChart } from "../dashboard/dashboard-chart.tsx";
import { DashboardModel } from "../dashboard/model.ts";
import type { OpenRun } from "../data/open-run.ts";
import type { RecordedRun } from "./recorded/recorded-run.ts";
import { RecordedHost } from "./recorded-host.ts";

export type Setting = NonNullable<ConstructorParameters<typeof RecordedHost>[0]>;

/** A model of the dashboard over a recorded host, the same while the component lives. */
export function useModel(setting?: Setting): DashboardModel {
  return useMemo(() => new DashboardModel(new RecordedHost(setting)), []);
}

/** The whole dashboard. */
export function DashboardPage(setting: Setting) {
  return <Dashboard model={useModel(setting)} />;
}

/** Its charts alone. */
export function DashboardCharts(setting: Setting) {
  const model = useModel(setting);
  return (
    <div class="charts">
      {charts.map((chart) => (
        <DashboardChart key={chart.id} model={model} chart={chart} />
      ))}
    </div>
  );
}

/** A part of the dashboard that belongs to one run. */
export function OfRun({
  run,
  Part,
  runs = [],
}: {
  run: RecordedRun;
  Part: ComponentType<{ model: DashboardModel; run: OpenRun }>;
  /** Others that the runner has. */
  runs?: readonly RecordedRun[];
}) {
  const model = useModel({ open: [run], runs });
  return <Part model={model} run={model.open.value[0]!} />;
}
