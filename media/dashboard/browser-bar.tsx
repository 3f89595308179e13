import type { Signal } from "@preact/signals";
import type { BrowserHost } from "../hosts/browser.ts";
import { t } from "../l10n/index.ts";
import { type ThemeChoice, themeChoices } from "../theme/theme.ts";

/** What the editor has around a page, and a browser has not. */
export function BrowserBar({ host, theme }: { host: BrowserHost; theme: Signal<ThemeChoice> }) {
  const lost = host.runners.value[0]?.state === "unreachable";
  return (
    <nav class="browser-bar" aria-label="Recipe Lab">
      <strong>Recipe Lab</strong>
      <span class="muted address">{location.host}</span>
      <span class="grow" />
      {lost && (
        <button type="button" onClick={() => host.retry()}>
          {t("runner.retryNow")}
        </button>
      )}
      <label>
        <span class="visually-hidden">{t("theme.label")}</span>
        <select
          value={theme.value}
          onChange={({ currentTarget }) => {
            theme.value = currentTarget.value as ThemeChoice;
          }}
        >
          {themeChoices.map((choice) => (
            <option key={choice} value={choice}>
              {t(`theme.${choice}`)}
            </option>
          ))}
        </select>
      </label>
      {host.tokenWanted.value === null && (
        <button type="button" class="plain" onClick={() => host.signOut()}>
          {t("signOut")}
        </button>
      )}
    </nav>
  );
}
