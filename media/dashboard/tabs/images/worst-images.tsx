import { metrics } from "../../../../shared/metrics.ts";
import type { EvaluationDetail } from "../../../../shared/protocol/evaluation.ts";
import { t } from "../../../l10n/index.ts";
import { Name } from "../../../parts/name.tsx";
import { Picture } from "../../../parts/picture.tsx";

const share = (probability: number) => `${metrics["validation/top1"].format(probability)} %`;

/** The images that the network got most wrong, with what it said and what they are. */
export function WorstImages({ evaluation: { classes, worst } }: { evaluation: EvaluationDetail }) {
  if (worst.length === 0) return <p class="muted">{t("images.noWorst")}</p>;
  return (
    <ul class="worst-images">
      {worst.map(({ index, name, label, prediction, probability, trueProbability, loss, picture }) => {
        const [is, said] = [classes[label] ?? "", classes[prediction] ?? ""];
        return (
          <li key={index}>
            {picture === null ? (
              <p class="no-picture muted">{t("images.unreadable")}</p>
            ) : (
              <Picture picture={picture} alt={t("images.worstAlt", { name, class: is, prediction: said })} />
            )}
            <Name text={name} class="mono" />
            <dl>
              <dt>{t("images.takenFor")}</dt>
              <dd>
                <Name text={said} />
              </dd>
              <dd class="number">{share(probability)}</dd>
              <dt>{t("images.trueClass")}</dt>
              <dd>
                <Name text={is} />
              </dd>
              <dd class="number">{share(trueProbability)}</dd>
              <dt>{t("images.loss")}</dt>
              <dd class="number loss">{metrics["validation/loss"].format(loss)}</dd>
            </dl>
          </li>
        );
      })}
    </ul>
  );
}
