import type { RunRef } from "../../../shared/dashboard/messages.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";

/** A run as the table and the comparing charts see it. */
export interface RunRow {
  /** The same for the same run. */
  key: string;
  ref: RunRef;
  summary: RunSummary;
  /** The runner's name. */
  runner: string;
  /** With every default written out; null until it has been read. */
  recipe: object | null;
  /** The best value of a metric; undefined where there is none, or it has not been asked for. */
  best: (metric: string) => number | undefined;
  /** Seconds from start to end, or until now; undefined where there is no saying. */
  seconds: number | undefined;
}

/** What stands in a cell: a number in the unit of the header, or a text. Undefined where the run has no such value. */
export type CellValue = number | string | undefined;

/** How values of a column are read, compared and written: "duration" in seconds, "time" in milliseconds since 1970. */
export type ColumnKind = "number" | "text" | "duration" | "time";

/** A column of the table, an axis of the charts below it, and a name of the filter. */
export interface Column {
  /** The same each time: what is kept of sorting and hiding names it. */
  id: string;
  /** What else a filter may call it. */
  names: readonly string[];
  label: string;
  /** Stands once, in the header. */
  unit: string;
  group: "run" | "metric" | "recipe";
  kind: ColumnKind;
  /** Where its values come from: with the list of runs, or asked for where somebody looks. */
  source: "list" | "recipe" | "history";
  /** Whether it is there before a person has chosen columns. */
  shownAtFirst: boolean;
  value: (row: RunRow) => CellValue;
  /** As people read it, without the unit; "–" where there is no value. */
  text: (row: RunRow) => string;
  /** What `=` of a filter is compared with beside the value: each tag, a state's name in every language. */
  alsoEqual?: (row: RunRow) => readonly string[];
}

export const noValue = "–";
