import type { Column, RunRow } from "./column.ts";

export interface Sorting {
  /** The column's id. */
  column: string;
  descending: boolean;
}

/**
 * Sorts by a column: numbers as numbers and before texts, texts as people do; rows without a value stand last in both
 * directions, and equal ones stay in the order in which they came.
 */
export function sortRows(
  rows: readonly RunRow[],
  column: Pick<Column, "value">,
  { descending, collator }: { descending: boolean; collator: Intl.Collator },
): RunRow[] {
  const turn = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort(({ value: a }, { value: b }) => {
      const [missingA, missingB] = [isMissing(a), isMissing(b)];
      if (missingA || missingB) return Number(missingA) - Number(missingB);
      if (typeof a === "number" && typeof b === "number") return turn * (a - b);
      if (typeof a === "number" || typeof b === "number") return turn * (typeof a === "number" ? -1 : 1);
      return turn * collator.compare(a!, b!);
    })
    .map(({ row }) => row);
}

const isMissing = (value: unknown) => value === undefined || Number.isNaN(value);

/** What a click on a header does: upwards, downwards, and back to the order of the list. */
export function nextSorting(sorting: Sorting | null, column: string): Sorting | null {
  if (sorting?.column !== column) return { column, descending: false };
  return sorting.descending ? null : { column, descending: true };
}
