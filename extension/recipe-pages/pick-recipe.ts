import * as vscode from "vscode";
import { presetNotes } from "../../shared/recipe/presets/index.ts";
import { say } from "../language.ts";
import { presetUri } from "../recipe/presets.ts";

/** Lets the person choose a recipe to set beside `than`: one of the workspace, or a preset. */
export async function pickOtherRecipe(than: vscode.Uri, placeHolder: string): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles("**/*.recipe.json", "**/node_modules/**", 1000);
  const open = vscode.workspace.textDocuments.map(({ uri }) => uri).filter(({ path }) => path.endsWith(".recipe.json"));
  const others = new Map([...files, ...open].map((uri) => [uri.toString(), uri]));
  others.delete(than.toString());
  const fileItems = [...others.values()]
    .filter(({ scheme }) => scheme !== "recipe-lab-preset" && scheme !== "recipe-lab-resolved")
    .map((uri) => ({
      label: `$(file) ${plain(uri.path.split("/").at(-1) ?? "")}`,
      description: vscode.workspace.asRelativePath(uri),
      uri,
    }))
    .sort((a, b) => a.description.localeCompare(b.description));
  const presetItems = Object.entries(presetNotes).map(([name, { title }]) => ({
    label: `$(bookmark) ${name}`,
    description: say(title),
    uri: presetUri(name),
  }));
  const picked = await vscode.window.showQuickPick([...fileItems, ...presetItems], {
    placeHolder,
    matchOnDescription: true,
  });
  return picked?.uri;
}

/** A file's name is somebody's: `$(…)` in it is no picture. */
function plain(name: string): string {
  return name.replaceAll("$(", "$ (");
}
