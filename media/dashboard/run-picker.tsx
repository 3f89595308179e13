import { metricNamed } from "../../shared/metrics.ts";
import type { ListedRun } from "../data/run-store.ts";
import { formatTime, t } from "../l10n/index.ts";
import { Name } from "../parts/name.tsx";
import type { DashboardModel } from "./model.ts";
import { paint } from "./run-header.tsx";
import { StateBadge } from "./state-badge.tsx";

/** As many runs as a person looks through; the others are found by name. */
const most = 200;

/** The runs of all runners: a tick lays one over the others, its name shows it alone. */
export function RunPicker({ model }: { model: DashboardModel }) {
  const runs = model.store.runs.value;
  const selected = model.selected.value;
  if (runs.length === 0) return <NoRuns model={model} />;
  return (
    <section class="runs" aria-labelledby="runs-title">
      <h2 id="runs-title">{t("runs.title", { count: runs.length })}</h2>
      {selected.length === 0 && <p class="muted">{t("runs.choose")}</p>}
      <div class="scroll">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{t("runs.show")}</span>
              </th>
              <th scope="col">{t("runs.name")}</th>
              <th scope="col">{t("runs.state")}</th>
              <th scope="col" class="number">
                {t("axis.epoch")}
              </th>
              <th scope="col" class="number">
                {t("chart.loss")}
              </th>
              <th scope="col" class="number">
                top-1 %
              </th>
              <th scope="col">{t("runs.created")}</th>
            </tr>
          </thead>
          <tbody>
            {runs.slice(0, most).map((run) => (
              <Row key={`${run.ref.runner} ${run.ref.run}`} model={model} run={run} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ model, run: { ref, summary } }: { model: DashboardModel; run: ListedRun }) {
  const at = model.selected.value.findIndex(({ runner, run }) => runner === ref.runner && run === ref.run);
  const format = (metric: string) => {
    const value = summary.latest[metric];
    return value === undefined ? "–" : metricNamed(metric)!.format(value);
  };
  return (
    <tr class={at >= 0 ? "shown" : ""}>
      <td>
        <input
          type="checkbox"
          checked={at >= 0}
          aria-label={t("runs.tick", { name: summary.name.slice(0, 100) })}
          onChange={() => model.toggle(ref)}
        />
      </td>
      <td class="of-name">
        <button type="button" class="plain" onClick={() => model.show([ref])}>
          <span
            class="accent"
            aria-hidden="true"
            ref={(element) => paint(element, at >= 0 ? model.colors.value[at]! : "")}
          />
          <Name text={summary.name} />
        </button>
      </td>
      <td>
        <StateBadge state={summary.state} />
      </td>
      <td class="number">
        {summary.epoch}/{summary.totalEpochs}
      </td>
      <td class="number">{format("train/loss")}</td>
      <td class="number">{format("validation/top1")}</td>
      <td class="muted">{formatTime(summary.createdAt)}</td>
    </tr>
  );
}

function NoRuns({ model }: { model: DashboardModel }) {
  const connected = model.host.runners.value.some(({ state }) => state === "connected");
  if (!connected && model.host.runners.value.length > 0) return <p class="empty muted">{t("empty.connecting")}</p>;
  if (model.host.runners.value.length === 0) return <p class="empty">{t("empty.noRunner")}</p>;
  if (!model.store.listed.value) return <p class="empty muted">{t("loading")}</p>;
  return (
    <div class="empty">
      <h2>{t("empty.noRuns")}</h2>
      <p>{model.host.kind === "editor" ? t("empty.startInEditor") : t("empty.startAtShell")}</p>
      {model.host.kind === "browser" && <pre class="mono">recipe-lab submit my.recipe.json</pre>}
    </div>
  );
}
