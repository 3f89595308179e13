import { t } from "../../l10n/index.ts";
import { Name } from "../../parts/name.tsx";
import type { TabProps } from "./tab.ts";

/** As many rows as a person looks through. */
const most = 500;

/** Images that were set aside because they cannot be read, with why. */
export function ImagesTab({ run }: TabProps) {
  run.version.value; // there may be more of them
  const { quarantined } = run.series;
  const total = Math.max(run.summary.value?.quarantinedImages ?? 0, quarantined.length);
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
            {quarantined.slice(-most).map(({ sequence, image, reason }) => (
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
