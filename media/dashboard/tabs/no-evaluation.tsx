import { z } from "zod";
import type { OpenRun } from "../../data/open-run.ts";
import { t } from "../../l10n/index.ts";
import { planRecipe } from "../plan-recipe.ts";
import type { EvaluationView } from "./use-evaluation.ts";

const cadence = z.object({ evaluation: z.object({ everyEpochs: z.int().min(1) }) });

/** What stands in place of an evaluation: why there is none, or when the first comes. */
export function NoEvaluation({ run, view }: { run: OpenRun; view: EvaluationView }) {
  if (view.error !== null) {
    return (
      <p class="problem" role="alert">
        {view.error}
      </p>
    );
  }
  if (view.answer === null) return <p class="muted">{view.connected ? t("loading") : t("evaluation.waiting")}</p>;
  const summary = run.summary.value;
  const every = cadence.safeParse(planRecipe(run.details.value?.plan)).data?.evaluation.everyEpochs;
  const isOver = summary !== null && ["completed", "failed", "stopped"].includes(summary.state);
  if (isOver || every === undefined || summary === null) return <p class="muted">{t("evaluation.noneKept")}</p>;
  return <p class="muted">{t("evaluation.none", { epoch: Math.min(every, summary.totalEpochs) })}</p>;
}
