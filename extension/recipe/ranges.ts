import * as vscode from "vscode";
import type { Problem } from "../../shared/recipe/problem.ts";
import type { Range } from "../../shared/recipe/source/source.ts";

/** Offsets as positions of a document. */
export function rangeIn(document: vscode.TextDocument, { start, end }: Range): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Where a problem lies in the file that it names. */
export function rangeOfProblem({ line, column, endLine, endColumn }: Problem): vscode.Range {
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  // What has no extent shows at the character there.
  return range.isEmpty ? range.with(undefined, range.end.translate(0, 1)) : range;
}
