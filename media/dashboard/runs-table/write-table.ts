import { csvOf } from "../../charts/export-csv.ts";
import { markdownTable } from "../../parts/markdown-table.ts";
import type { Column, RunRow } from "./column.ts";

/** A header with its unit: "Validation top-1 (%)". */
export const headerText = ({ label, unit }: Column): string => (unit === "" ? label : `${label} (${unit})`);

/** The table as GitHub and most wikis take it; values as they are shown. */
export function tableMarkdown(columns: readonly Column[], rows: readonly RunRow[]): string {
  return markdownTable(
    columns.map((column) => ({ title: headerText(column), isNumber: column.kind !== "text" })),
    rows.map((row) => columns.map((column) => column.text(row))),
  );
}

/** The table for other programs: numbers unrounded, durations in seconds, times as ISO 8601. */
export function tableCsv(columns: readonly Column[], rows: readonly RunRow[]): string {
  const header = columns.map((column) => (column.kind === "duration" ? `${column.label} (s)` : headerText(column)));
  return csvOf(
    header,
    rows.map((row) =>
      columns.map(({ value, kind }) => {
        const found = value(row);
        if (typeof found !== "number") return found;
        return kind === "time" ? new Date(found).toISOString() : Number(found.toPrecision(12));
      }),
    ),
  );
}
