import type { Question } from "../../data/lazy-answers.ts";
import { runKey } from "../../data/run-key.ts";
import type { ListedRun } from "../../data/run-store.ts";
import { t } from "../../l10n/index.ts";
import { planRecipe } from "../plan-recipe.ts";
import type { Best } from "./best-metrics.ts";

/** What the table asks of runners beyond the list of their runs. */

/** A run's recipe, with every default written out. It never changes. */
export const recipeQuestion = ({ ref }: Pick<ListedRun, "ref">): Question<object> => ({
  key: runKey(ref),
  stamp: "",
  runner: ref.runner,
  ask: async (link) => {
    const recipe = planRecipe((await link.request("get", { run: ref.run })).plan);
    if (recipe === null) throw new Error(t("table.noRecipe"));
    return recipe;
  },
});

export const bestKey = (run: string, metric: string): string => `${run}\n${metric}`;

/** The best value of a metric over a run's whole course; null where it has none. Asked again with each epoch that is done. */
export const bestQuestion = ({ ref, summary }: ListedRun, metric: string, best: Best): Question<number | null> => ({
  key: bestKey(runKey(ref), metric),
  stamp: `${summary.epoch} ${summary.state}`,
  runner: ref.runner,
  ask: async (link) => {
    const { buckets } = await link.request("history", { run: ref.run, metric, buckets: 1 });
    const values = buckets.map(({ min, max }) => (best === "lowest" ? min : max));
    if (values.length === 0) return null;
    return best === "lowest" ? Math.min(...values) : Math.max(...values);
  },
});
