import { t } from "../l10n/index.ts";
import { Name } from "../parts/name.tsx";
import { notice, report } from "../parts/notices.ts";
import type { DashboardModel } from "./model.ts";

/** Runners that cannot be reached, with what is known of why; and the last thing that went wrong. What is shown stays. */
export function Banner({ model: { host } }: { model: DashboardModel }) {
  const lost = host.runners.value.filter(({ state }) => state === "unreachable");
  const said = notice.value;
  return (
    <div aria-live="polite">
      {lost.map((runner) => (
        <p key={runner.id} class="banner">
          <span class="warning" aria-hidden="true">
            ▲
          </span>
          {host.kind === "editor" && <Name text={runner.name} />}
          <span class="grow">{runner.message ?? t("runner.unreachable")}</span>
        </p>
      ))}
      {said !== null && (
        <p class={`banner ${said.kind}`}>
          <span class="grow">{said.text}</span>
          {said.action && (
            <button
              type="button"
              onClick={() => {
                const { action } = said;
                notice.value = null;
                if (action) report(action.run);
              }}
            >
              {said.action.label}
            </button>
          )}
          <button
            type="button"
            class="plain"
            aria-label={t("close")}
            onClick={() => {
              notice.value = null;
            }}
          >
            ✕
          </button>
        </p>
      )}
    </div>
  );
}
