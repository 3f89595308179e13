import * as vscode from "vscode";

/** The extension under test, as VS Code knows it. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("recipe-lab.recipe-lab");
  if (found === undefined) throw new Error("VS Code does not know the extension recipe-lab.recipe-lab");
  return found;
}
