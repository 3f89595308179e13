import * as vscode from "vscode";
import { type Hover, hoverAt } from "../../shared/recipe/editor/hover.ts";
import { studyHoverAt } from "../../shared/study/hover.ts";
import { language } from "../language.ts";
import type { RecipeDocuments } from "./document.ts";
import { rangeIn } from "./ranges.ts";
import { kindOf } from "./recipe-kind.ts";

export class RecipeHovers implements vscode.HoverProvider {
  readonly #documents: RecipeDocuments;

  constructor(documents: RecipeDocuments) {
    this.#documents = documents;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const offset = document.offsetAt(position);
    const hover =
      kindOf(document) === "study"
        ? studyHoverAt(document.getText(), offset, language())
        : this.#recipeHover(document, offset);
    // Not trusted: no commands and no HTML, whatever a recipe says.
    return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown), rangeIn(document, hover.range));
  }

  #recipeHover(document: vscode.TextDocument, offset: number): Hover | undefined {
    const { loose, loaded, bases } = this.#documents.read(document);
    return hoverAt(loose.text, offset, {
      recipe: loaded.merged ?? loose.value,
      inherited: bases?.merged,
      inheritedFrom: (path) => bases?.setBy(path) ?? null,
      language: language(),
    });
  }
}
