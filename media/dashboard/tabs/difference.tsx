import type { RunRef } from "../../../shared/dashboard/messages.ts";
import type { RunDetails } from "../../data/open-run.ts";
import { runKey } from "../../data/run-key.ts";
import { formatTime, t } from "../../l10n/index.ts";
import { report } from "../../parts/notices.ts";
import { shownAccent } from "../../theme/run-accents.ts";
import type { DashboardModel } from "../model.ts";
import { planRecipe } from "../plan-recipe.ts";
import { ComparedRecipes } from "./difference/compared-recipes.tsx";
import { useDetails, useOtherRun } from "./difference/use-other-run.ts";
import type { TabProps } from "./tab.ts";

/** As many runs as a person looks through in a list. */
const most = 200;

/** In what this run's recipe differs from another run's. */
export function DifferenceTab({ model, run }: TabProps) {
  const { choices, chosen, other } = useOtherRun(model, run);
  const { details, error } = useDetails(model, other?.ref ?? null);
  const own = run.details.value;
  const listed = choices.filter((choice, at) => at < most || choice === other);
  if (other === null) return <p class="muted">{t("difference.noOther")}</p>;
  const side = (ref: RunRef, name: string, { recipe, plan }: RunDetails) => ({
    name,
    color: colorOf(model, ref),
    recipe: planRecipe(plan),
    text: recipe,
  });
  return (
    <>
      <div class="tab-actions">
        <label class="choice">
          {t("difference.other")}{" "}
          <select
            value={runKey(other.ref)}
            onChange={({ currentTarget: { value } }) => {
              chosen.value = choices.find((choice) => runKey(choice.ref) === value)?.ref ?? null;
            }}
          >
            {listed.map((choice) => (
              <option key={runKey(choice.ref)} value={runKey(choice.ref)}>
                {choice.summary.name.slice(0, 100)} · {formatTime(choice.summary.createdAt)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error !== null && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
      {error === null && (own === null || details === null) && <p class="muted">{t("loading")}</p>}
      {own !== null && details !== null && (
        <ComparedRecipes
          left={side(other.ref, other.summary.name, details)}
          right={side(run.ref, run.summary.value?.name ?? run.ref.run, own)}
          copy={(text) => report(() => model.host.copy(text))}
        />
      )}
    </>
  );
}

/** The colour that the run has on the page; of one that is not shown, its own. */
function colorOf(model: DashboardModel, run: RunRef): string {
  const at = model.selected.value.findIndex((ref) => runKey(ref) === runKey(run));
  return model.colors.value[at] ?? shownAccent(model.store.accent(run));
}
