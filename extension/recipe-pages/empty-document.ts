import * as vscode from "vscode";

export const recipeFile = (folder: vscode.Uri, name: string): vscode.Uri =>
  vscode.Uri.joinPath(folder, `${name}.recipe.json`);

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** An empty document that is saved as the recipe `name` in the folder, and is nowhere until then. */
export async function emptyDocument(
  folder: vscode.Uri | undefined,
  name: string,
  language: string,
): Promise<vscode.TextDocument> {
  const file = folder && recipeFile(folder, name);
  const place = file?.with({ scheme: "untitled" });
  const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === place?.toString());
  // Other file systems have no place that is known before it is saved; a file that is there stays as it is.
  if (!place || file?.scheme !== "file" || isOpen || (await exists(file)))
    return vscode.workspace.openTextDocument({ language, content: "" });
  return vscode.workspace.openTextDocument(place);
}
