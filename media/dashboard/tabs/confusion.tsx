import { metrics } from "../../../shared/metrics.ts";
import type { EvaluationDetail } from "../../../shared/protocol/evaluation.ts";
import { t } from "../../l10n/index.ts";
import { Menu, type MenuItem } from "../../parts/menu.tsx";
import { report } from "../../parts/notices.ts";
import { ClassTable } from "./confusion/class-table.tsx";
import { ConfusedPairs } from "./confusion/confused-pairs.tsx";
import { ConfusionMatrix } from "./confusion/confusion-matrix.tsx";
import { matrixCsv, matrixPng } from "./confusion/export-matrix.ts";
import { EvaluationPicker } from "./evaluation-picker.tsx";
import { NoEvaluation } from "./no-evaluation.tsx";
import type { TabProps } from "./tab.ts";
import { useEvaluation } from "./use-evaluation.ts";

/** Which classes the network takes for which, after a validation. */
export function ConfusionTab({ model: { host }, model, run }: TabProps) {
  const view = useEvaluation(model, run);
  const { answer, error, epoch } = view;
  const evaluation = answer?.evaluation ?? null;
  if (answer === null || evaluation === null) return <NoEvaluation run={run} view={view} />;
  return (
    <>
      <div class="tab-actions">
        <EvaluationPicker available={answer.available} epoch={epoch} />
        {error !== null && <span class="problem">{error}</span>}
        <span class="grow" />
        <Menu
          label={t("confusion.save")}
          items={saveItems(
            evaluation,
            () => (run.summary.peek()?.name ?? run.ref.run).slice(0, 100),
            (file, bytes, type) => host.save(file, bytes, type),
          )}
        />
      </div>
      <Confusion evaluation={evaluation} copy={(text) => report(() => host.copy(text))} />
    </>
  );
}

/** An evaluation's confusion: the matrix where it has one, the pairs that are confused most, and every class. */
export function Confusion({ evaluation, copy }: { evaluation: EvaluationDetail; copy: (text: string) => void }) {
  const { confusion, classes } = evaluation;
  return (
    <div class={confusion === null ? "confusion without-matrix" : "confusion"}>
      {confusion === null ? (
        <p>{t("confusion.tooMany", { count: classes.length })}</p>
      ) : (
        <ConfusionMatrix evaluation={evaluation} confusion={confusion} />
      )}
      <div class="confusion-tables">
        <ConfusedPairs evaluation={evaluation} />
        <ClassTable evaluation={evaluation} copy={copy} />
      </div>
    </div>
  );
}

function saveItems(
  evaluation: EvaluationDetail,
  name: () => string,
  save: (file: string, bytes: Uint8Array<ArrayBuffer>, type: string) => void,
): MenuItem[] {
  const { confusion, epoch, top1 } = evaluation;
  const file = (ending: string) => `${name()}-confusion-epoch-${epoch + 1}.${ending}`;
  const title = () =>
    t("confusion.pngTitle", { name: name(), epoch: epoch + 1, top1: metrics["validation/top1"].format(top1) });
  const png: MenuItem[] =
    confusion === null
      ? []
      : [
          {
            label: t("confusion.savePng"),
            run: async () => save(file("png"), await matrixPng(evaluation, confusion, title()), "image/png"),
          },
        ];
  return [
    ...png,
    {
      label: t("confusion.saveCsv"),
      run: () => save(file("csv"), new TextEncoder().encode(matrixCsv(evaluation)), "text/csv"),
    },
  ];
}
