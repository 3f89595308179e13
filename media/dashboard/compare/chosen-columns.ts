import type { Column, RunRow } from "../runs-table/column.ts";

/** Metrics to compare by: those whose columns are shown, and how long a run took. */
export const metricsOf = (columns: readonly Column[]): Column[] =>
  columns.filter(({ group, kind }) => group === "metric" || kind === "duration");

/** Fields to compare by: those whose columns are shown. */
export const fieldsOf = (columns: readonly Column[]): Column[] => columns.filter(({ group }) => group === "recipe");

/** The metric that a person has chosen, else the best accuracy, else the first. */
export function chosenMetric(columns: readonly Column[], id: string | null): Column | undefined {
  const metrics = metricsOf(columns);
  const withId = (wanted: string | null) => metrics.find((column) => column.id === wanted);
  return withId(id) ?? withId("best/validation/top1") ?? metrics[0];
}

/** The field that a person has chosen; else of those that are numbers, the one with the most different values. */
export function chosenField(
  columns: readonly Column[],
  id: string | null,
  rows: readonly RunRow[],
): Column | undefined {
  const fields = fieldsOf(columns);
  const variety = ({ kind, value }: Column) => (kind === "number" ? new Set(rows.map(value)).size : 0);
  return fields.find((column) => column.id === id) ?? fields.toSorted((a, b) => variety(b) - variety(a))[0];
}
