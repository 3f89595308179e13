import * as vscode from "vscode";
import { type Completion, completionsAt } from "../../shared/recipe/editor/complete.ts";
import { cursorAt } from "../../shared/recipe/editor/cursor.ts";
import { newRecipeSnippet } from "../../shared/recipe/editor/new-recipe.ts";
import { presetNotes } from "../../shared/recipe/presets/index.ts";
import { recipeSchemaNode } from "../../shared/recipe/schema-node.ts";
import { studySchemaNode } from "../../shared/study/schema-node.ts";
import { language } from "../language.ts";
import type { RecipeDocuments } from "./document.ts";
import { rangeIn } from "./ranges.ts";
import { kindOf } from "./recipe-kind.ts";

/** Characters after which there is something to choose. */
export const completionTriggers = ['"', ":", "{", "[", " ", ","];

export class RecipeCompletions implements vscode.CompletionItemProvider {
  readonly #documents: RecipeDocuments;

  constructor(documents: RecipeDocuments) {
    this.#documents = documents;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const study = kindOf(document) === "study";
    const field = study ? "recipe" : "extends";
    const context = study
      ? { schema: studySchemaNode(language()), language: language() }
      : {
          schema: recipeSchemaNode(language()),
          language: language(),
          inherited: this.#documents.read(document).bases?.merged,
        };
    const { text } = this.#documents.loose(document);
    const offset = document.offsetAt(position);
    const cursor = cursorAt(text, offset);
    const namesRecipe = cursor.place === "value" && cursor.path.length === 1 && cursor.path[0] === field;
    const files = namesRecipe ? await recipesBeside(document.uri) : [];
    if (token.isCancellationRequested) return [];
    const values = () => (namesRecipe ? [...presetValues(), ...files.map((value) => ({ value }))] : []);
    const items = completionsAt(text, offset, { ...context, values }).map((completion, order) =>
      itemOf(document, completion, order),
    );
    const isEmpty = cursor.place === "value" && cursor.levels.length === 0 && cursor.next === "end";
    return isEmpty && !study ? [...wholeRecipes(document), ...items] : items;
  }
}

export function itemOf(document: vscode.TextDocument, completion: Completion, order: number): vscode.CompletionItem {
  const { label, kind, detail, documentation, insert, range, filter, commaAt, suggestAgain } = completion;
  const item = new vscode.CompletionItem(label, itemKinds[kind]);
  item.insertText = new vscode.SnippetString(insert);
  item.range = rangeIn(document, range);
  item.filterText = filter;
  // In the schema's order, which is the order in which one thinks of them.
  item.sortText = String(order).padStart(4, "0");
  if (detail !== undefined) item.detail = detail;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (commaAt !== undefined) item.additionalTextEdits = [vscode.TextEdit.insert(document.positionAt(commaAt), ",")];
  if (suggestAgain) item.command = { command: "editor.action.triggerSuggest", title: "" };
  return item;
}

/** A recipe from each preset, for a text that is empty. */
function wholeRecipes({ uri }: vscode.TextDocument): vscode.CompletionItem[] {
  const name = /([^/]+)\.recipe\.json$/.exec(uri.path)?.[1] ?? "my-recipe";
  return presetValues().map(({ value, detail, documentation }, order) => {
    const item = new vscode.CompletionItem(`{} ${value}`, vscode.CompletionItemKind.Snippet);
    item.insertText = new vscode.SnippetString(
      newRecipeSnippet({ name, preset: value, format: "imagefolder" }, language()),
    );
    item.detail = detail;
    item.documentation = new vscode.MarkdownString(documentation);
    item.sortText = ` ${order}`;
    return item;
  });
}

const itemKinds = {
  field: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  object: vscode.CompletionItemKind.Struct,
  file: vscode.CompletionItemKind.File,
} as const satisfies Record<Completion["kind"], vscode.CompletionItemKind>;

function presetValues(): { value: string; detail: string; documentation: string }[] {
  return Object.entries(presetNotes).map(([value, { title, text }]) => ({
    value,
    detail: title[language()],
    documentation: text[language()],
  }));
}

/** Other recipes in the same folder, as `extends` names them. */
async function recipesBeside(uri: vscode.Uri): Promise<string[]> {
  const folder =
    uri.scheme === "untitled" ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(uri, "..");
  if (!folder) return [];
  const own = uri.path.split("/").at(-1);
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (found) => found,
    // A folder that cannot be listed has nothing to propose.
    () => [],
  );
  return entries.map(([name]) => name).filter((name) => name.endsWith(".recipe.json") && name !== own);
}
