import type { Signal } from "@preact/signals";
import { metrics } from "../../../shared/metrics.ts";
import { formatCount, t } from "../../l10n/index.ts";
import type { Evaluations } from "./use-evaluation.ts";

/** Chooses among the validations whose details can be had. */
export function EvaluationPicker({
  available,
  epoch,
}: {
  available: Evaluations["available"];
  epoch: Signal<number | null>;
}) {
  const known = available.some((entry) => entry.epoch === epoch.value);
  return (
    <label>
      {t("evaluation.epoch")}{" "}
      <select
        value={known ? String(epoch.value) : ""}
        onChange={({ currentTarget: { value } }) => {
          epoch.value = value === "" ? null : Number(value);
        }}
      >
        <option value="">{t("evaluation.latest")}</option>
        {available.map((entry) => (
          <option key={entry.step} value={String(entry.epoch)}>
            {t("evaluation.option", {
              epoch: formatCount(entry.epoch + 1),
              top1: metrics["validation/top1"].format(entry.top1),
            })}
          </option>
        ))}
      </select>
    </label>
  );
}
