export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  /** Numbers are right-aligned. */
  align?: "left" | "right";
}

/** A plain table: a header line, then a line per row, columns two spaces apart, no trailing blanks. */
export function table<Row>(columns: Column<Row>[], rows: readonly Row[]): string {
  const cells = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => column.value(row))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => [...line[index]!].length)));
  return cells
    .map((line) =>
      line
        .map((cell, index) => {
          const blanks = " ".repeat(widths[index]! - [...cell].length);
          return columns[index]!.align === "right" ? blanks + cell : cell + blanks;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
