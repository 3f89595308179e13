import * as vscode from "vscode";

/** Asks where a file shall be, beside `beside` to begin with, and writes it. Nothing is written where the person leaves. */
export async function saveFile(fileName: string, base64: string, beside: vscode.Uri): Promise<void> {
  // A page names a file, never a folder.
  const name = fileName.replace(/[\\/:*?"<>|]/g, "-");
  const folder =
    beside.scheme === "untitled" ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(beside, "..");
  const place = await vscode.window.showSaveDialog(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {});
  if (place) await vscode.workspace.fs.writeFile(place, Buffer.from(base64, "base64"));
}
