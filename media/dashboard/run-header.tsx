import { epochNow } from "../../shared/epoch-now.ts";
import { reasonText } from "../../shared/run-reasons.ts";
import type { OpenRun } from "../data/open-run.ts";
import { formatCount, formatDuration, language, t } from "../l10n/index.ts";
import { Menu, type MenuItem } from "../parts/menu.tsx";
import { Name } from "../parts/name.tsx";
import { report } from "../parts/notices.ts";
import { connectionTo } from "./connection.ts";
import type { DashboardModel } from "./model.ts";
import { StateBadge } from "./state-badge.tsx";

/** A run's name, state and progress, and what can be done with it. */
export function RunHeader({ model, run }: { model: DashboardModel; run: OpenRun }) {
  const summary = run.summary.value;
  if (summary === null) {
    return (
      <header class="run-header">
        <h1>{run.loading.value ? t("loading") : <Name text={run.ref.run} />}</h1>
      </header>
    );
  }
  const { state, step, totalSteps, totalEpochs, secondsLeft, reason } = summary;
  const share = totalSteps === 0 ? 0 : step / totalSteps;
  const link = connectionTo(model, run.ref.runner);
  const ask = (method: "pause" | "resume" | "stop") => report(async () => link?.request(method, { run: run.ref.run }));
  const canPause = ["queued", "preparing", "running"].includes(state);
  const canResume = ["paused", "failed", "stopped", "interrupted"].includes(state);
  return (
    <header class="run-header">
      <div class="line">
        <h1>
          <span class="accent" aria-hidden="true" ref={(element) => paint(element, model.colors.value[0]!)} />
          <Name text={summary.name} />
        </h1>
        <StateBadge state={state} />
        <span class="grow" />
        <span class="actions">
          {canPause && (
            <button type="button" disabled={link === null} onClick={() => ask("pause")}>
              {t("run.pause")}
            </button>
          )}
          {canResume && (
            <button type="button" class="primary" disabled={link === null} onClick={() => ask("resume")}>
              {t("run.resume")}
            </button>
          )}
          {(canPause || state === "paused") && (
            <button type="button" disabled={link === null} onClick={() => ask("stop")}>
              {t("run.stop")}
            </button>
          )}
          <Menu label={t("run.more")} items={menuOf(model, run)} />
        </span>
      </div>
      <div class="line progress-line">
        <progress max={1} value={share} aria-label={t("run.progress")} />
        <span class="number">{t("run.epoch", { now: epochNow(summary), total: totalEpochs })}</span>
        <span class="number muted">{t("run.step", { done: step, total: totalSteps })}</span>
        {secondsLeft !== null && <span class="number">{t("run.left", { time: formatDuration(secondsLeft) })}</span>}
        {summary.best !== null && (
          <span class="number muted">
            {t("run.best", { value: (summary.best.top1 * 100).toFixed(1), epoch: formatCount(summary.best.epoch + 1) })}
          </span>
        )}
        {summary.queuePosition !== null && <span>{t("run.queue", { position: summary.queuePosition })}</span>}
      </div>
      {reason !== null && (
        <p class={state === "failed" ? "error reason" : "muted reason"}>
          {reasonText(reason, language.value).slice(0, 4_000)}
        </p>
      )}
    </header>
  );
}

function menuOf(model: DashboardModel, run: OpenRun): MenuItem[] {
  const { host } = model;
  const link = connectionTo(model, run.ref.runner);
  const inHost = (
    [
      ["rerunWithChanges", t("run.rerun")],
      ["resumeFromCheckpoint", t("run.resumeFrom")],
      ["openRecipe", t("run.openRecipe")],
      ["revealRunFolder", t("run.reveal")],
      ["renameRun", t("run.rename")],
      ["editNote", t("run.note")],
      ["editTags", t("run.tags")],
    ] as const
  ).filter(([action]) => host.actions.has(action));
  const summary = run.summary.value;
  const pinned = summary?.pinned ?? false;
  return [
    ...inHost.map(([action, label]) => ({
      label,
      disabled: link === null,
      run: () => host.action(action, [run.ref]),
    })),
    {
      label: pinned ? t("run.unpin") : t("run.pin"),
      disabled: link === null,
      run: async () => void (await link?.request("label", { run: run.ref.run, labels: { pinned: !pinned } })),
    },
    {
      label: t("run.copyRecipe"),
      disabled: run.details.value === null,
      run: () => host.copy(run.details.value?.recipe ?? ""),
    },
    {
      label: t("run.delete"),
      disabled: link === null || summary === null,
      run: () => host.action("deleteRun", [run.ref]),
    },
  ];
}

/** Colours go in through the style's own interface; as an attribute of the markup the page's policy refuses them. */
export function paint(element: HTMLElement | null, color: string): void {
  if (element !== null) element.style.backgroundColor = color;
}
