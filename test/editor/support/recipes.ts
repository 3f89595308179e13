import assert from "node:assert/strict";
import * as vscode from "vscode";

/** Opens a recipe that is saved nowhere, with `text`; "▸" marks a place in it. */
export async function untitledRecipe(
  marked: string,
): Promise<{ document: vscode.TextDocument; position: vscode.Position }> {
  const offset = marked.indexOf("▸");
  const document = await vscode.workspace.openTextDocument({ language: "recipe", content: marked.replace("▸", "") });
  await vscode.window.showTextDocument(document);
  return { document, position: document.positionAt(Math.max(offset, 0)) };
}

/** Writes a file into the workspace and opens it. */
export async function workspaceRecipe(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = workspaceUri(name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

export function workspaceUri(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder, "a folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Waits until `found` gives something, and says what was waited for where it never does. */
export async function eventually<T>(
  what: string,
  found: () => T | undefined | Promise<T | undefined>,
  withinMs = 45_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await found();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Our diagnostics of a document, as soon as they are exactly those codes. */
export function diagnosed(document: vscode.TextDocument, codes: readonly string[]): Promise<vscode.Diagnostic[]> {
  let last: string[] = [];
  return eventually(`the problems ${codes.join(", ")} in ${document.uri.path}`, () => {
    const found = vscode.languages.getDiagnostics(document.uri);
    last = found.map(codeOf);
    return last.toSorted().join() === codes.toSorted().join() ? found : undefined;
  }).catch((error: Error) => {
    throw new Error(`${error.message}; there were ${last.join(", ") || "none"}`);
  });
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

export const range = (document: vscode.TextDocument): vscode.Range =>
  new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
