import type { JournalEvent } from "../../../shared/journal.ts";
import { reasonText } from "../../../shared/run-reasons.ts";
import { formatCount, language, t } from "../../l10n/index.ts";

export const logLevels = ["info", "warning", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogRow {
  sequence: number;
  time: number;
  level: LogLevel;
  text: string;
}

/** The lines of a log from a level on that contain a text; changes of state and checkpoints are lines of it. */
export function logRows(events: readonly JournalEvent[], { level, text }: { level: LogLevel; text: string }): LogRow[] {
  const least = logLevels.indexOf(level);
  const wanted = text.toLowerCase();
  return events.flatMap((event) => {
    const row = rowOf(event);
    if (row === null || logLevels.indexOf(row.level) < least) return [];
    return wanted === "" || row.text.toLowerCase().includes(wanted) ? [row] : [];
  });
}

function rowOf(event: JournalEvent): LogRow | null {
  const { sequence, time } = event;
  switch (event.type) {
    case "log":
      return { sequence, time, level: event.level, text: event.message };
    case "state": {
      const reason = event.reason === undefined ? "" : `: ${reasonText(event.reason, language.value)}`;
      return {
        sequence,
        time,
        level: event.state === "failed" ? "error" : "info",
        text: `${t(`state.${event.state}`)}${reason}`,
      };
    }
    case "checkpoint":
      return { sequence, time, level: "info", text: t("log.checkpoint", { step: formatCount(event.step) }) };
    default:
      return null;
  }
}
