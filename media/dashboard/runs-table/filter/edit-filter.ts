import type { Column } from "../column.ts";
import { columnsNamed } from "./find-column.ts";
import { parseFilter, quoted } from "./parse-filter.ts";
import { readNumber } from "./read-value.ts";

/** What an axis asks of a column: between two numbers, either of which may be infinite, or one of some texts. */
export type Selection = { from: number; to: number } | { values: readonly string[] };

/**
 * The filter with this selection of a column in place of what it says of the column so far; null takes it away. A text that
 * cannot be read is replaced.
 */
export function withSelection(
  text: string,
  column: Column,
  selection: Selection | null,
  columns: readonly Column[],
): string {
  const parsed = parseFilter(text);
  const kept =
    "problem" in parsed
      ? []
      : parsed.terms
          .filter((term) => term.kind === "word" || columnsNamed(term.name, columns, [])[0]?.id !== column.id)
          .map(({ start, end }) => text.slice(start, end));
  return [...kept, ...(selection === null ? [] : termsOf(column, selection))].join(" ");
}

function termsOf({ id, kind }: Column, selection: Selection): string[] {
  const name = quoted(id);
  if ("values" in selection) return [`${name} = ${selection.values.map(quoted).join("|")}`];
  const { from, to } = selection;
  const unit = kind === "duration" ? "s" : "";
  return [
    ...(Number.isFinite(from) ? [`${name} >= ${from}${unit}`] : []),
    ...(Number.isFinite(to) ? [`${name} <= ${to}${unit}`] : []),
  ];
}

/** What the filter asks of a column by comparisons that an axis can show; null where it asks nothing such. */
export function selectionOf(text: string, column: Column, columns: readonly Column[]): Selection | null {
  const parsed = parseFilter(text);
  if ("problem" in parsed) return null;
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const term of parsed.terms) {
    if (term.kind === "word" || columnsNamed(term.name, columns, [])[0]?.id !== column.id) continue;
    const { operator, values } = term;
    if (operator === "=") return { values };
    const limit = readNumber(values[0] ?? "", column.kind);
    if (limit === null) continue;
    if (operator === ">" || operator === ">=") from = Math.max(from, limit);
    if (operator === "<" || operator === "<=") to = Math.min(to, limit);
  }
  return from > Number.NEGATIVE_INFINITY || to < Number.POSITIVE_INFINITY ? { from, to } : null;
}
