import { t } from "../../l10n/index.ts";
import { report } from "../../parts/notices.ts";
import type { TabProps } from "./tab.ts";

/** The recipe as it was written. */
export function RecipeTab({ model: { host }, run }: TabProps) {
  const recipe = run.details.value?.recipe;
  if (recipe === undefined) return <p class="muted">{t("loading")}</p>;
  return (
    <>
      <p class="tab-actions">
        <button type="button" onClick={() => report(() => host.copy(recipe))}>
          {t("run.copyRecipe")}
        </button>
        {host.actions.has("openRecipe") && (
          <button type="button" onClick={() => host.action("openRecipe", [run.ref])}>
            {t("run.openRecipe")}
          </button>
        )}
      </p>
      <section
        class="recipe mono"
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse
        tabIndex={0}
        aria-label={t("tab.recipe")}
      >
        {recipe}
      </section>
    </>
  );
}
