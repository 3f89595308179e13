import { useEffect, useRef } from "preact/hooks";
import type { OpenRun } from "../data/open-run.ts";
import { t } from "../l10n/index.ts";
import { bringIntoView } from "./bring-into-view.ts";
import type { DashboardModel } from "./model.ts";
import { tabs } from "./tabs/index.ts";

/** What there is to know of a run beside its charts. Arrows move between the tabs. */
export function Tabs({ model, run }: { model: DashboardModel; run: OpenRun }) {
  const shown = tabs.find(({ id }) => id === model.tab.value) ?? tabs[0]!;
  const { Content } = shown;
  const section = useRef<HTMLElement>(null);
  const opened = model.host.opened.value;
  // Who asked for a tab wants to see it, and it lies below the charts.
  useEffect(() => (opened?.tab != null ? bringIntoView(section.current!) : undefined), [opened]);
  const onKey = (event: KeyboardEvent) => {
    const at = tabs.indexOf(shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    model.tab.value = next.id;
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <section class="tabs" ref={section}>
      <div role="tablist" aria-label={t("tabs.label")} onKeyDown={onKey}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`tab-${tab.id}`}
            type="button"
            role="tab"
            class="plain"
            aria-selected={tab === shown}
            aria-controls="tab-panel"
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => {
              model.tab.value = tab.id;
            }}
          >
            {t(tab.title)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${shown.id}`}>
        <Content key={`${shown.id} ${run.ref.runner} ${run.ref.run}`} model={model} run={run} />
      </div>
    </section>
  );
}
