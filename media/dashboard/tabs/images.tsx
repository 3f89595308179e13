import { useComputed } from "@preact/signals";
import type { OpenRun } from "../../data/open-run.ts";
import { t } from "../../l10n/index.ts";
import { EvaluationPicker } from "./evaluation-picker.tsx";
import { QuarantinedImages } from "./images/quarantined-images.tsx";
import { RunSamples } from "./images/run-samples.tsx";
import { WorstImages } from "./images/worst-images.tsx";
import { NoEvaluation } from "./no-evaluation.tsx";
import type { TabProps } from "./tab.ts";
import { useEvaluation } from "./use-evaluation.ts";

/** The images of a run: what the network sees of them, which it gets wrong, and which cannot be read. */
export function ImagesTab({ model, run }: TabProps) {
  const isKnown = useComputed(() => run.summary.value !== null).value;
  return (
    <div class="image-sections">
      <section aria-labelledby="samples-title">
        <h3 id="samples-title">{t("images.samples")}</h3>
        {isKnown ? <RunSamples model={model} run={run} /> : <p class="muted">{t("loading")}</p>}
      </section>
      <section aria-labelledby="worst-title">
        <h3 id="worst-title">{t("images.worst")}</h3>
        <Worst model={model} run={run} />
      </section>
      <section aria-labelledby="quarantined-title">
        <h3 id="quarantined-title">{t("images.quarantined")}</h3>
        <Quarantined run={run} />
      </section>
    </div>
  );
}

function Worst({ model, run }: TabProps) {
  const view = useEvaluation(model, run);
  const { answer, error, epoch } = view;
  if (answer === null || answer.evaluation === null) return <NoEvaluation run={run} view={view} />;
  return (
    <>
      <div class="tab-actions">
        <EvaluationPicker available={answer.available} epoch={epoch} />
        {error !== null && <span class="problem">{error}</span>}
      </div>
      <p class="muted">{t("images.worstHint")}</p>
      <WorstImages evaluation={answer.evaluation} />
    </>
  );
}

function Quarantined({ run }: { run: OpenRun }) {
  run.version.value; // there may be more of them
  const { quarantined } = run.series;
  const total = Math.max(run.summary.value?.quarantinedImages ?? 0, quarantined.length);
  // Another list each time, or the component would not see that there is more in it.
  return <QuarantinedImages total={total} images={[...quarantined]} />;
}
