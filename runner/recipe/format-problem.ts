import type { Problem } from "../../shared/recipe/problem.ts";
import { printable } from "../terminal/style.ts";

/** `FILE:LINE:COLUMN severity code message`, on one line, whatever the names in it hold. */
export function formatProblem({ file, line, column, severity, code, message, citation }: Problem): string {
  const source = citation ? ` (${citation})` : "";
  return `${printable(file)}:${line}:${column} ${severity} ${code} ${printable(message, 1000)}${source}`;
}
