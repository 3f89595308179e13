import * as vscode from "vscode";
import { hoverAt } from "../../shared/recipe/editor/hover.ts";
import { language } from "../language.ts";
import type { RecipeDocuments } from "./document.ts";
import { rangeIn } from "./ranges.ts";

export class RecipeHovers implements vscode.HoverProvider {
  readonly #documents: RecipeDocuments;

  constructor(documents: RecipeDocuments) {
    this.#documents = documents;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const { loose, loaded, bases } = this.#documents.read(document);
    const hover = hoverAt(loose.text, document.offsetAt(position), {
      recipe: loaded.merged ?? loose.value,
      inherited: bases?.merged,
      inheritedFrom: (path) => bases?.setBy(path) ?? null,
      language: language(),
    });
    // Not trusted: no commands and no HTML, whatever a recipe says.
    return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown), rangeIn(document, hover.range));
  }
}
