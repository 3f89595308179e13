import type { Column, ColumnKind, RunRow } from "../column.ts";
import { columnsNamed } from "./find-column.ts";
import { type Comparison, hasWord, holds } from "./match.ts";
import { parseFilter, type Span, type SyntaxProblem, type Term } from "./parse-filter.ts";
import { readNumber } from "./read-value.ts";

/** Why a filter says nothing, and where in its text. */
export type FilterProblem =
  | SyntaxProblem
  | (Span & { code: "unknownName"; name: string })
  | (Span & { code: "ambiguousName"; name: string; meant: readonly string[] })
  | (Span & { code: "notOrdered"; name: string })
  | (Span & { code: "wrongValue"; name: string; value: string; kind: Exclude<ColumnKind, "text"> });

export interface Filtered {
  rows: readonly RunRow[];
  problem: FilterProblem | null;
}

/** The rows for which all of the filter holds; every row where it cannot be read. */
export function applyFilter(text: string, rows: readonly RunRow[], columns: readonly Column[]): Filtered {
  const parsed = parseFilter(text);
  if ("problem" in parsed) return { rows, problem: parsed.problem };
  const tests: ((row: RunRow) => boolean)[] = [];
  for (const term of parsed.terms) {
    if (term.kind === "word") {
      tests.push((row) => hasWord(term.text, row, columns));
      continue;
    }
    const comparison = comparisonOf(term, columns, rows);
    if ("code" in comparison) return { rows, problem: comparison };
    tests.push((row) => holds(comparison, row));
  }
  return { rows: tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row))), problem: null };
}

type ComparisonTerm = Extract<Term, { kind: "comparison" }>;

function comparisonOf(
  { name, operator, values, start, end }: ComparisonTerm,
  columns: readonly Column[],
  rows: readonly RunRow[],
): Comparison | FilterProblem {
  const [column, ...others] = columnsNamed(name, columns, rows);
  const at = { start, end, name };
  if (column === undefined) return { ...at, code: "unknownName" };
  if (others.length > 0) return { ...at, code: "ambiguousName", meant: [column, ...others].map(({ id }) => id) };
  const { kind } = column;
  const ordered = operator !== "=" && operator !== "!=";
  if (kind === "text") return ordered ? { ...at, code: "notOrdered" } : { column, operator, values };
  // As the table shows it (an epoch as "3/30") is good enough for "=".
  const wrong = values.find((value) => readNumber(value, kind) === null && (ordered || !isShown(column, rows, value)));
  return wrong === undefined ? { column, operator, values } : { ...at, code: "wrongValue", value: wrong, kind };
}

const isShown = (column: Column, rows: readonly RunRow[], value: string) =>
  rows.some((row) => column.text(row) === value);

/** What has to be known of all runs to say for which of them the filter holds. */
export interface FilterNeeds {
  /** A word may stand in a field of the recipe, and so may a name that is no column's. */
  recipes: boolean;
  /** Columns that it names. */
  columns: readonly Column[];
}

export function filterNeeds(text: string, columns: readonly Column[]): FilterNeeds {
  const parsed = parseFilter(text);
  if ("problem" in parsed) return { recipes: false, columns: [] };
  const named = parsed.terms.map((term) =>
    term.kind === "word" ? undefined : columnsNamed(term.name, columns, [])[0],
  );
  return {
    recipes: named.some((column) => column === undefined || column.source === "recipe"),
    columns: named.filter((column) => column !== undefined),
  };
}
