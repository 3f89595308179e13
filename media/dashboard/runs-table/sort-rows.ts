import type { CellValue, Column, RunRow } from "./column.ts";

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

/**
 * Keeps rows in their places while their runs train: the value that a row is sorted by stays as it was first seen, until
 * somebody sorts anew or the run ends.
 */
export class SteadyValues {
  #order: Sorting | null = null;
  readonly #values = new Map<string, CellValue>();

  /** @param order another object is another order */
  of(order: Sorting, column: Pick<Column, "value">): Pick<Column, "value"> {
    if (order !== this.#order) this.#values.clear();
    this.#order = order;
    return {
      value: (row) => {
        const known = this.#values.get(row.key);
        if (known !== undefined && row.summary.endedAt === null) return known;
        const value = column.value(row);
        this.#values.set(row.key, value);
        return value;
      },
    };
  }
}

/** What a click on a header does: upwards, downwards, and back to the order of the list. */
export function nextSorting(sorting: Sorting | null, column: string): Sorting | null {
  if (sorting?.column !== column) return { column, descending: false };
  return sorting.descending ? null : { column, descending: true };
}
