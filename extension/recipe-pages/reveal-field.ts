import { findNodeAtLocation } from "jsonc-parser";
import * as vscode from "vscode";
import type { RecipeDocuments } from "../recipe/document.ts";
import { rangeIn } from "../recipe/ranges.ts";

/** Shows a field of a recipe in the editor beside a page; the recipe's beginning where it does not write the field. */
export async function revealField(
  documents: RecipeDocuments,
  recipe: vscode.Uri,
  path: readonly (string | number)[],
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(recipe);
  const { tree } = documents.loose(document);
  const node = path.length > 0 && tree ? findNodeAtLocation(tree, [...path]) : undefined;
  const selection = rangeIn(document, { start: node?.offset ?? 0, end: node ? node.offset + node.length : 0 });
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = visible?.viewColumn ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, { viewColumn, selection });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
