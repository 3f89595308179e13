import * as vscode from "vscode";
import { isWritten, kindOf } from "./recipe-kind.ts";

/** A recipe that a person sees: the one in the active editor before others. */
export function visibleRecipe(): vscode.TextDocument | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editors = activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors;
  return editors
    .map(({ document }) => document)
    .find((document) => kindOf(document) === "recipe" && isWritten(document));
}

/** Keeps `recipeLab.recipeOpen` true while a recipe is to be seen: the palette has its commands then. */
export function followRecipeOpen(): vscode.Disposable {
  let former: boolean | undefined;
  const tell = (): void => {
    const open = visibleRecipe() !== undefined;
    if (open !== former) void vscode.commands.executeCommand("setContext", "recipeLab.recipeOpen", open);
    former = open;
  };
  tell();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tell),
    vscode.window.onDidChangeVisibleTextEditors(tell),
  );
}
