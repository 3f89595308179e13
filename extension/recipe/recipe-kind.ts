import type * as vscode from "vscode";
import { recipeLanguage } from "../manifest/languages.ts";

/** Where documents of these languages lie that belong to no one: differences, presets. */
const readOnlySchemes = new Set(["git", "gitfs", "recipe-lab-preset", "recipe-lab-resolved"]);

/** Everything that is said of recipes is said in documents of this language. */
export const recipeSelector: vscode.DocumentSelector = { language: recipeLanguage };

/** What a document of our language is: told by its name. */
export function kindOf({ uri, languageId }: vscode.TextDocument): "recipe" | "study" | null {
  if (languageId !== recipeLanguage) return null;
  return uri.path.endsWith(".study.json") ? "study" : "recipe";
}

export const isWritten = ({ uri }: vscode.TextDocument): boolean => !readOnlySchemes.has(uri.scheme);
