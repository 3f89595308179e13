export interface MarkdownColumn {
  title: string;
  /** Numbers stand at the right. */
  isNumber: boolean;
}

/** A table in GitHub's Markdown. Cells are text: what Markdown would take for more is escaped. */
export function markdownTable(columns: readonly MarkdownColumn[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = `| ${columns.map(({ isNumber }) => (isNumber ? "---:" : "---")).join(" | ")} |`;
  return [line(columns.map(({ title }) => title)), rule, ...rows.map(line), ""].join("\n");
}

const escaped = (text: string): string => text.replace(/[\\|`*_<>[\]]/g, "\\$&").replace(/\s*[\r\n]+\s*/g, " ");
