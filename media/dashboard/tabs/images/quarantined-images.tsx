import type { RunSeries } from "../../../data/run-series.ts";
import { t } from "../../../l10n/index.ts";
import { Name } from "../../../parts/name.tsx";

/** As many rows as a person looks through. */
const most = 500;

interface Props {
  /** How many there are; of a long run not all are known by name. */
  total: number;
  images: RunSeries["quarantined"];
}

/** Images that were set aside because they cannot be read, with why. */
export function QuarantinedImages({ total, images }: Props) {
  if (total === 0) return <p class="muted">{t("images.none")}</p>;
  return (
    <>
      <p>{t("images.count", { count: total })}</p>
      <div class="scroll">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{t("images.image")}</th>
              <th scope="col">{t("images.reason")}</th>
            </tr>
          </thead>
          <tbody>
            {images.slice(-most).map(({ sequence, image, reason }) => (
              <tr key={sequence}>
                <td>
                  <Name text={image} class="mono" />
                </td>
                <td>
                  <Name text={reason} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
