import { asOf, derived, names, scaled } from "../derived.ts";
import { longRun } from "../long-run.ts";
import { DashboardCharts, DashboardPage, type Setting } from "../pages.tsx";
import { recorded } from "../recorded/index.ts";

const runs = Object.values(recorded);
const { baseline, cosine, resumed, quarantined } = recorded;
const running = asOf(resumed, 120);
const hard = [
  derived(baseline, "a", { name: names.long }),
  derived(cosine, "b", { name: names.hebrew }),
  derived(resumed, "c", { name: names.korean }),
  derived(quarantined, "d", { name: names.html }),
];
const ten = Array.from({ length: 10 }, (_, i) =>
  derived(scaled([baseline, cosine, resumed][i % 3]!, 1 + i / 20), `run-${i}`, {
    name: `resnet20-seed-${i}`,
    createdAt: 1_795_438_850_000 + i,
  }),
);

const shown = (setting: Setting) => () => <DashboardPage {...setting} />;
const chartsOf = (setting: Setting) => () => <DashboardCharts {...setting} />;

export const dashboardSections = {
  dashboard: shown({ runs, open: [running] }),
  "dashboard-compared": shown({
    runs,
    open: [baseline, cosine, resumed],
    tab: "environment",
    kept: { smoothing: 0.4, xAxis: "epoch" },
  }),
  "dashboard-korean": shown({ runs, open: [running, cosine], tab: "log" }),
  "dashboard-ten": chartsOf({ open: ten }),
  "dashboard-names": chartsOf({ open: hard }),
  "dashboard-million": chartsOf({ open: [longRun(baseline, 1_000_000, 80)] }),
};
