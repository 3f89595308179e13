import type { Column, RunRow } from "../column.ts";
import type { Operator } from "./parse-filter.ts";
import { readNumber } from "./read-value.ts";

export interface Comparison {
  column: Column;
  operator: Operator;
  values: readonly string[];
}

/** Whether it holds for a run. Of a run without a value only `!=` holds. */
export function holds({ column, operator, values }: Comparison, row: RunRow): boolean {
  if (operator === "!=") return !values.some((value) => isEqual(column, row, value));
  if (operator === "=") return values.some((value) => isEqual(column, row, value));
  const found = column.value(row);
  if (typeof found !== "number") return false;
  return values.some((value) => {
    const limit = readNumber(value, column.kind);
    if (limit === null) return false;
    if (isClose(found, limit)) return operator === "<=" || operator === ">=";
    return operator === "<" || operator === "<=" ? found < limit : found > limit;
  });
}

/** Whether the text stands in the run's name, state, note, tags, runner, or a field of its recipe that differs. */
export function hasWord(text: string, row: RunRow, columns: readonly Column[]): boolean {
  const wanted = text.toLowerCase();
  const has = (each: string) => each.toLowerCase().includes(wanted);
  const { name, note, tags } = row.summary;
  return (
    [name, note, row.runner, ...tags].some(has) ||
    columns.some(
      (column) =>
        (column.id === "state" || column.group === "recipe") &&
        [String(column.value(row) ?? ""), ...(column.alsoEqual?.(row) ?? [])].some(has),
    )
  );
}

/** As numbers where both are; a number also where it is written as the table shows it; texts in whatever case. */
function isEqual(column: Column, row: RunRow, text: string): boolean {
  const value = column.value(row);
  if (typeof value === "number") {
    const number = readNumber(text, column.kind);
    if (number !== null && isClose(value, number)) return true;
  }
  const same = (each: string) => each.toLowerCase() === text.toLowerCase();
  return (
    value !== undefined && ([String(value), column.text(row)].some(same) || (column.alsoEqual?.(row) ?? []).some(same))
  );
}

/** Shares become percent by multiplication: 58.2 % is 58.199999999999996. */
const isClose = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
