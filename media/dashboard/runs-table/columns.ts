import type { Column, RunRow } from "./column.ts";
import { metricColumns } from "./metric-columns.ts";
import { recipeColumns } from "./recipe-columns.ts";
import { closingColumns, leadingColumns } from "./run-columns.ts";

/** The columns beside the name, in order: state, metrics, fields of the recipe that differ, times, tags, runner. */
export function columnsOf(rows: readonly RunRow[]): Column[] {
  return [...leadingColumns(), ...metricColumns(rows), ...recipeColumns(rows), ...closingColumns(rows)];
}
