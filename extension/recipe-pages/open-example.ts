import * as vscode from "vscode";
import { say } from "../language.ts";
import { recipeLanguage } from "../manifest/languages.ts";
import { emptyDocument } from "./empty-document.ts";
import { bringImages } from "./example-images.ts";

/** *Open an Example Recipe*: a copy of one of the recipes that come with the extension, with its images, to be changed and saved. */
export async function openExample(extension: vscode.Uri, argument: unknown): Promise<void> {
  const folder = vscode.Uri.joinPath(extension, "recipes");
  const files = await vscode.workspace.fs.readDirectory(folder);
  const names = files.map(([name]) => name).filter((name) => name.endsWith(".recipe.json"));
  const name = typeof argument === "string" && names.includes(argument) ? argument : await pick(folder, names);
  if (name === undefined) return;
  const text = await read(vscode.Uri.joinPath(folder, name));
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  const document = await emptyDocument(workspace, name.replace(/\.recipe\.json$/, ""), recipeLanguage);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document);
  await bringImages(extension, name.replace(/\.recipe\.json$/, ""), document);
}

async function pick(folder: vscode.Uri, names: readonly string[]): Promise<string | undefined> {
  const items = await Promise.all(
    names.map(async (name) => {
      // A recipe's first comment says what it is.
      const [first = ""] = (await read(vscode.Uri.joinPath(folder, name))).split("\n");
      return { label: name.replace(/\.recipe\.json$/, ""), detail: first.replace(/^\/\/\s*/, ""), name };
    }),
  );
  const placeHolder = say({ en: "Example to open a copy of", ko: "사본을 열 예제" });
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.name;
}

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
