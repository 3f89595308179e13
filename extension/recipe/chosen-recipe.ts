import * as vscode from "vscode";
import { say } from "../language.ts";
import { kindOf } from "./recipe-kind.ts";
import { visibleRecipe } from "./recipe-open.ts";

/** The recipe that a command is about: the file that it was called on, otherwise the one in the editor. Undefined, with a word to the person, where there is none. */
export async function chosenRecipe(argument: unknown): Promise<vscode.TextDocument | undefined> {
  const document = argument instanceof vscode.Uri ? await vscode.workspace.openTextDocument(argument) : visibleRecipe();
  if (document && kindOf(document) === "recipe") return document;
  const message = {
    en: "Open a recipe (a file *.recipe.json) first, or create one with “Recipe Lab: New Recipe…”.",
    ko: "먼저 레시피(*.recipe.json 파일)를 열거나 ‘Recipe Lab: 새 레시피…’로 만드세요.",
  };
  void vscode.window.showInformationMessage(say(message));
  return undefined;
}

/** "resnet50-efficient", otherwise the file's name. */
export function shownName(document: vscode.TextDocument, name: string | undefined): string {
  return name && name !== "untitled" ? name : (document.uri.path.split("/").at(-1) ?? document.uri.path);
}
