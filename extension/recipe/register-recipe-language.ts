import * as vscode from "vscode";
import { BaseFiles } from "./base-files.ts";
import { Diagnostics } from "./diagnostics.ts";
import { RecipeDocuments } from "./document.ts";
import { provideHelp } from "./help.ts";
import { RecipeHovers } from "./hovers.ts";
import { diagnosticsOfRecipe } from "./recipe-diagnostics.ts";
import { isWritten, kindOf, recipeSelector } from "./recipe-kind.ts";

/** What the editor knows of recipes and studies. It needs no runner and contacts nothing. */
export function registerRecipeLanguage(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): RecipeDocuments {
  const files = new BaseFiles();
  const documents = new RecipeDocuments(files);
  context.subscriptions.push(
    files,
    documents,
    provideHelp(),
    new Diagnostics(
      {
        includes: (document) => kindOf(document) === "recipe" && isWritten(document),
        diagnosticsOf: async (document) => diagnosticsOfRecipe(document, await documents.settled(document)),
        onDidChange: documents.onDidChange,
      },
      log,
    ),
    vscode.languages.registerHoverProvider(recipeSelector, new RecipeHovers(documents)),
  );
  return documents;
}
