import * as vscode from "vscode";

/**
 * Asks where a file of a page shall be, in `folder` to begin with, and writes it. Nothing is written where the person leaves.
 * A page names a file, never a folder.
 */
export async function saveFile(fileName: string, base64: string, folder?: vscode.Uri): Promise<void> {
  const start = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = fileName.replace(/[\\/:*?"<>|\p{Cc}]/gu, "-");
  const place = await vscode.window.showSaveDialog(start ? { defaultUri: vscode.Uri.joinPath(start, name) } : {});
  if (place) await vscode.workspace.fs.writeFile(place, Buffer.from(base64, "base64"));
}
