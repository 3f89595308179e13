import { t } from "../../l10n/index.ts";
import type { DashboardModel } from "../model.ts";

/** In place of the table: why there are no runs, and how to get one. */
export function NoRuns({ model: { host, store } }: { model: Pick<DashboardModel, "host" | "store"> }) {
  const connected = host.runners.value.some(({ state }) => state === "connected");
  if (host.runners.value.length === 0) return <p class="empty">{t("empty.noRunner")}</p>;
  if (!connected) return <p class="empty muted">{t("empty.connecting")}</p>;
  if (!store.listed.value) return <p class="empty muted">{t("loading")}</p>;
  return (
    <div class="empty">
      <h2>{t("empty.noRuns")}</h2>
      <p>{host.kind === "editor" ? t("empty.startInEditor") : t("empty.startAtShell")}</p>
      {host.kind === "browser" && <pre class="mono">recipe-lab submit my.recipe.json</pre>}
    </div>
  );
}
