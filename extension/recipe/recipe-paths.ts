import * as vscode from "vscode";

/**
 * Recipes call their bases by path, editors by URI. A path here is the one of the URI, with forward slashes; what a recipe
 * names is looked for where the recipe itself is: on the same file system, of the same host.
 */
export function pathOf(uri: vscode.Uri): string {
  if (uri.scheme !== "untitled" || uri.path.startsWith("/")) return uri.path;
  // A recipe that is not saved yet belongs to the folder that is open.
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder ? `${folder.uri.path}/${uri.path}` : uri.path;
}

/** The file at `path` as named by `document`. A path never leads to another host, whatever it begins with. */
export function uriOf(path: string, document: vscode.Uri): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const base = document.scheme === "untitled" ? (folder ?? vscode.Uri.file("/")) : document;
  const rooted = `/${path.replace(/^[/\\]+/, "")}`;
  return base.with({ path: rooted, query: "", fragment: "" });
}
