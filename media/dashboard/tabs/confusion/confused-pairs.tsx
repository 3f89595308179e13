import type { EvaluationDetail } from "../../../../shared/protocol/evaluation.ts";
import { formatCount, t } from "../../../l10n/index.ts";
import { Name } from "../../../parts/name.tsx";

/** Which class was taken for which, most images first. */
export function ConfusedPairs({ evaluation: { classes, confused } }: { evaluation: EvaluationDetail }) {
  return (
    <section aria-labelledby="confused-title">
      <h3 id="confused-title">{t("confusion.pairs")}</h3>
      {confused.length === 0 ? (
        <p class="muted">{t("confusion.noPairs")}</p>
      ) : (
        <div class="scroll">
          <table class="list">
            <thead>
              <tr>
                <th scope="col">{t("confusion.true")}</th>
                <th scope="col">{t("confusion.predicted")}</th>
                <th scope="col" class="number">
                  {t("confusion.images")}
                </th>
              </tr>
            </thead>
            <tbody>
              {confused.map(({ label, prediction, images }) => (
                <tr key={`${label} ${prediction}`}>
                  <td class="of-class">
                    <Name text={classes[label] ?? ""} />
                  </td>
                  <td class="of-class">
                    <Name text={classes[prediction] ?? ""} />
                  </td>
                  <td class="number">{formatCount(images)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
