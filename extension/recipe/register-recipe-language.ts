import * as vscode from "vscode";
import { BaseFiles } from "./base-files.ts";
import { RecipeFixes } from "./code-actions.ts";
import { RecipeLenses } from "./code-lens.ts";
import { completionTriggers, RecipeCompletions } from "./completions.ts";
import { DataSizes } from "./data-sizes.ts";
import { Diagnostics } from "./diagnostics.ts";
import { RecipeDocuments } from "./document.ts";
import { RecipeFormatting } from "./formatting.ts";
import { provideHelp } from "./help.ts";
import { RecipeHovers } from "./hovers.ts";
import { RecipeHints } from "./inlay-hints.ts";
import { RecipeLinks } from "./links.ts";
import { providePresets } from "./presets.ts";
import { rangeOfProblem } from "./ranges.ts";
import { diagnosticOf, diagnosticsOfRecipe } from "./recipe-diagnostics.ts";
import { isWritten, kindOf, recipeSelector } from "./recipe-kind.ts";
import { followRecipeOpen } from "./recipe-open.ts";
import { RecipeSymbols } from "./symbols.ts";

/** The runner that a recipe would run on, as far as the language has to know it. */
export interface ChosenRunner {
  /** What people call it; null while none is chosen. */
  name: () => string | null;
  onDidChange: vscode.Event<void>;
}

export interface RecipeLanguage {
  documents: RecipeDocuments;
  sizes: DataSizes;
}

/** What the editor knows of recipes and studies. It needs no runner and contacts nothing. */
export function registerRecipeLanguage(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  runner: ChosenRunner,
): RecipeLanguage {
  const files = new BaseFiles();
  const documents = new RecipeDocuments(files);
  const sizes = new DataSizes(context.workspaceState);
  const hints = new RecipeHints(documents, sizes);
  const links = new RecipeLinks(documents);
  const formatting = new RecipeFormatting();
  const { languages } = vscode;
  context.subscriptions.push(
    files,
    documents,
    sizes,
    hints,
    followRecipeOpen(),
    providePresets(),
    provideHelp(),
    new Diagnostics(
      {
        includes: (document) => kindOf(document) !== null && isWritten(document),
        diagnosticsOf: async (document) =>
          kindOf(document) === "study"
            ? (await documents.studyProblems(document)).map((problem) => diagnosticOf(problem, rangeOfProblem(problem)))
            : diagnosticsOfRecipe(document, await documents.settled(document)),
        onDidChange: documents.onDidChange,
      },
      log,
    ),
    languages.registerHoverProvider(recipeSelector, new RecipeHovers(documents)),
    languages.registerCompletionItemProvider(recipeSelector, new RecipeCompletions(documents), ...completionTriggers),
    languages.registerCodeActionsProvider(recipeSelector, new RecipeFixes(documents), {
      providedCodeActionKinds: RecipeFixes.kinds,
    }),
    languages.registerInlayHintsProvider(recipeSelector, hints),
    languages.registerCodeLensProvider(recipeSelector, new RecipeLenses(runner.name, runner.onDidChange)),
    languages.registerDocumentSymbolProvider(recipeSelector, new RecipeSymbols(documents)),
    languages.registerDefinitionProvider(recipeSelector, links),
    languages.registerDocumentLinkProvider(recipeSelector, links),
    languages.registerDocumentFormattingEditProvider(recipeSelector, formatting),
    languages.registerDocumentRangeFormattingEditProvider(recipeSelector, formatting),
  );
  return { documents, sizes };
}
