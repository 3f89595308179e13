import { epochNow } from "../../../shared/epoch-now.ts";
import { progressMetrics } from "../../../shared/metrics.ts";
import { formatCount, formatDuration, formatTime, language, t } from "../../l10n/index.ts";
import { type Column, noValue, type RunRow } from "./column.ts";

const base = { names: [], unit: "", group: "run", kind: "text", source: "list", shownAtFirst: true } as const;

/** What every run has, whatever it measures. */
export function leadingColumns(): Column[] {
  return [
    {
      ...base,
      id: "state",
      label: t("runs.state"),
      value: ({ summary }) => t(`state.${summary.state}`),
      text: ({ summary }) => t(`state.${summary.state}`),
      alsoEqual: ({ summary }) => [summary.state],
    },
    {
      ...base,
      id: "epoch",
      label: progressMetrics.epoch.label[language.value],
      kind: "number",
      value: ({ summary }) => epochNow(summary),
      text: ({ summary }) => `${epochNow(summary)}/${summary.totalEpochs}`,
    },
    {
      ...base,
      id: "step",
      label: progressMetrics.step.label[language.value],
      kind: "number",
      shownAtFirst: false,
      value: ({ summary }) => summary.step,
      text: ({ summary }) => `${formatCount(summary.step)}/${formatCount(summary.totalSteps)}`,
    },
    {
      ...base,
      id: "left",
      label: progressMetrics.secondsLeft.label[language.value],
      kind: "duration",
      shownAtFirst: false,
      value: ({ summary }) => summary.secondsLeft ?? undefined,
      text: ({ summary }) => (summary.secondsLeft === null ? noValue : formatDuration(summary.secondsLeft)),
    },
  ];
}

/** The name has a column of its own, which is always there. */
export const nameColumn = (): Column => ({
  ...base,
  id: "name",
  label: t("runs.name"),
  value: ({ summary }) => summary.name,
  text: ({ summary }) => summary.name,
});

/** What stands at the end: when, how long, and, where there are several, tags and runners. */
export function closingColumns(rows: readonly RunRow[]): Column[] {
  const someTags = rows.some(({ summary }) => summary.tags.length > 0);
  const someNotes = rows.some(({ summary }) => summary.note !== "");
  const severalRunners = new Set(rows.map(({ ref }) => ref.runner)).size > 1;
  return [
    {
      ...base,
      id: "duration",
      label: t("table.duration"),
      kind: "duration",
      value: ({ seconds }) => seconds,
      text: ({ seconds }) => (seconds === undefined ? noValue : formatDuration(seconds)),
    },
    {
      ...base,
      id: "created",
      label: t("runs.created"),
      kind: "time",
      value: ({ summary }) => summary.createdAt,
      text: ({ summary }) => formatTime(summary.createdAt),
    },
    ...when(someTags, {
      ...base,
      id: "tags",
      names: ["tag"],
      label: t("table.tags"),
      value: ({ summary }) => (summary.tags.length === 0 ? undefined : summary.tags.join(", ")),
      text: ({ summary }) => summary.tags.join(", "),
      alsoEqual: ({ summary }) => summary.tags,
    }),
    ...when(someNotes, {
      ...base,
      id: "note",
      label: t("table.note"),
      shownAtFirst: false,
      value: ({ summary }) => summary.note || undefined,
      text: ({ summary }) => summary.note,
    }),
    ...when(severalRunners, {
      ...base,
      id: "runner",
      label: t("table.runner"),
      value: ({ runner }) => runner,
      text: ({ runner }) => runner,
    }),
  ];
}

const when = (there: boolean, column: Column): Column[] => (there ? [column] : []);
