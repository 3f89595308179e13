import { format } from "jsonc-parser";
import * as vscode from "vscode";
import type { Layout } from "../../shared/recipe/editor/change-text.ts";

/** Indents and spaces; lines stay where a person has broken them, so that short objects stay on one line. */
export class RecipeFormatting
  implements vscode.DocumentFormattingEditProvider, vscode.DocumentRangeFormattingEditProvider
{
  provideDocumentFormattingEdits(document: vscode.TextDocument, options: vscode.FormattingOptions): vscode.TextEdit[] {
    return edits(document, undefined, options);
  }

  provideDocumentRangeFormattingEdits(
    document: vscode.TextDocument,
    range: vscode.Range,
    options: vscode.FormattingOptions,
  ): vscode.TextEdit[] {
    return edits(document, range, options);
  }
}

function edits(
  document: vscode.TextDocument,
  range: vscode.Range | undefined,
  { tabSize, insertSpaces }: vscode.FormattingOptions,
): vscode.TextEdit[] {
  const start = range && document.offsetAt(range.start);
  const part =
    range && start !== undefined ? { offset: start, length: document.offsetAt(range.end) - start } : undefined;
  const options = { tabSize, insertSpaces, eol: eolOf(document), keepLines: true };
  return format(document.getText(), part, options).map(({ offset, length, content }) =>
    vscode.TextEdit.replace(
      new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)),
      content,
    ),
  );
}

/** How what is written into a document is laid out. */
export function layoutOf(document: vscode.TextDocument): Layout {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const { tabSize = 2, insertSpaces = true } = editor?.options ?? {};
  // As the text does it, where it has a line that tells.
  const indent = /\n([ \t]+)\S/.exec(document.getText())?.[1];
  const fallback = insertSpaces === false ? "\t" : " ".repeat(typeof tabSize === "number" ? tabSize : 2);
  return { indent: indent?.startsWith("\t") ? "\t" : (indent ?? fallback), eol: eolOf(document) };
}

function eolOf({ eol }: vscode.TextDocument): string {
  return eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n";
}
