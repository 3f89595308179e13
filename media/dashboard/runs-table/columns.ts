import type { Column, RunRow } from "./column.ts";
import { metricColumns } from "./metric-columns.ts";
import { closingColumns, leadingColumns } from "./run-columns.ts";

/** `fields` are the columns of the fields in which recipes differ. The columns beside the name, in order: state, metrics, fields of the recipe that differ, times, tags, runner. */
export function columnsOf(rows: readonly RunRow[], fields: readonly Column[]): Column[] {
  return [...leadingColumns(), ...metricColumns(rows), ...fields, ...closingColumns(rows)];
}
