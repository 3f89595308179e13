import { formatTime, t } from "../../l10n/index.ts";
import { Name } from "../../parts/name.tsx";
import type { TabProps } from "./tab.ts";

/** What the run runs on, and when. */
export function EnvironmentTab({ run }: TabProps) {
  run.version.value; // it may have gone on elsewhere
  const { environment } = run.series;
  const summary = run.summary.value;
  if (summary === null) return <p class="muted">{t("loading")}</p>;
  const rows: [string, string | null][] = [
    [t("environment.host"), summary.host],
    [t("figure.device"), summary.device],
    [t("environment.backend"), summary.backend],
    [t("environment.devices"), environment === null ? null : String(environment.devices)],
    [t("runs.created"), formatTime(summary.createdAt)],
    [t("environment.started"), summary.startedAt === null ? null : formatTime(summary.startedAt)],
    [t("environment.ended"), summary.endedAt === null ? null : formatTime(summary.endedAt)],
    [t("environment.run"), summary.id],
    ...Object.entries(environment?.versions ?? {}),
  ];
  return (
    <table class="list facts">
      <tbody>
        {rows.map(([label, value]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{value === null ? "–" : <Name text={value} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
