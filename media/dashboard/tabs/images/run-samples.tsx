import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { z } from "zod";
import type { PreviewResult } from "../../../../shared/protocol/preview.ts";
import type { OpenRun } from "../../../data/open-run.ts";
import { language, t } from "../../../l10n/index.ts";
import { errorText } from "../../../parts/notices.ts";
import { SampleCard } from "../../../preview/sample-card.tsx";
import { connectionTo } from "../../connection.ts";
import type { DashboardModel } from "../../model.ts";
import { planRecipe } from "../../plan-recipe.ts";

const count = 12;
/** The longer side of a picture, in pixels: twice what it is shown at, for dense screens. */
const side = 256;

const mixup = z.object({ augmentation: z.object({ mixup: z.object({}) }) });

/** What the run's augmentation makes of its images in an epoch. The runner draws it anew, from the run's own seed. */
export function RunSamples({ model, run }: { model: DashboardModel; run: OpenRun }) {
  const link = connectionTo(model, run.ref.runner);
  const recipe = planRecipe(run.details.value?.plan);
  // As it was when somebody looked: samples do not change under their eyes.
  const summary = run.summary.peek();
  const lastEpoch = Math.max(0, (summary?.totalEpochs ?? 1) - 1);
  const epoch = useSignal(Math.min(summary?.epoch ?? 0, lastEpoch));
  const eachStep = useSignal(false);
  const attempt = useSignal(0);
  const result = useSignal<PreviewResult | null>(null);
  const error = useSignal<string | null>(null);
  const reading = useSignal(false);
  useEffect(() => {
    if (link === null || recipe === null) return;
    let wanted = true;
    reading.value = true;
    link
      .request("preview", { recipe, count, epoch: epoch.value, steps: eachStep.value, side, language: language.value })
      .then(
        (found) => {
          if (!wanted) return;
          result.value = found;
          error.value = found.problems.find(({ severity }) => severity === "error")?.message ?? null;
        },
        (thrown: unknown) => {
          if (wanted) error.value = errorText(thrown);
        },
      )
      .finally(() => {
        if (wanted) reading.value = false;
      });
    return () => {
      wanted = false;
    };
  }, [link, recipe === null, epoch.value, eachStep.value, attempt.value]);
  if (recipe === null) return <p class="muted">{run.details.value === null ? t("loading") : t("images.noPlan")}</p>;
  return (
    <>
      <div class="tab-actions">
        <label>
          {t("images.epoch")}{" "}
          <input
            class="number"
            type="number"
            min={1}
            max={lastEpoch + 1}
            value={epoch.value + 1}
            onChange={({ currentTarget: { value, validity } }) => {
              if (validity.valid && value !== "") epoch.value = Number(value) - 1;
            }}
          />
        </label>
        <label>
          <input
            type="checkbox"
            checked={eachStep.value}
            onChange={({ currentTarget }) => {
              eachStep.value = currentTarget.checked;
            }}
          />{" "}
          {t("recipe.eachStep")}
        </label>
        <span class="muted" role="status">
          {reading.value ? t("images.reading") : ""}
        </span>
      </div>
      <p class="muted">
        {t("images.samplesHint")} {mixup.safeParse(recipe).success && t("images.mixup")}
      </p>
      {error.value !== null && (
        <p class="problem" role="alert">
          {error.value}{" "}
          <button
            type="button"
            onClick={() => {
              attempt.value += 1;
            }}
          >
            {t("images.again")}
          </button>
        </p>
      )}
      <div class="samples">
        {result.value !== null && error.value === null && <Samples result={result.value} eachStep={eachStep.value} />}
      </div>
    </>
  );
}

/** Samples as a runner has drawn them. */
export function Samples({ result: { samples, broken }, eachStep }: { result: PreviewResult; eachStep: boolean }) {
  if (samples.length === 0 && broken.length === 0) return <p class="muted">{t("images.noSamples")}</p>;
  return (
    <>
      <ul class="preview-samples">
        {samples.map((sample) => (
          <SampleCard key={sample.index} sample={sample} eachStep={eachStep} />
        ))}
      </ul>
      {broken.map(({ index, name, reason }) => (
        <p key={index} class="warning">
          {name}: {reason}
        </p>
      ))}
    </>
  );
}
