import * as vscode from "vscode";
import { hintsOf } from "../../shared/recipe/editor/hints.ts";
import { language } from "../language.ts";
import type { DataSizes } from "./data-sizes.ts";
import type { RecipeDocuments } from "./document.ts";
import { kindOf } from "./recipe-kind.ts";

/** What values mean. While a recipe has an error, the values of its last good state count. */
export class RecipeHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #documents: RecipeDocuments;
  readonly #sizes: DataSizes;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(documents: RecipeDocuments, sizes: DataSizes) {
    this.#documents = documents;
    this.#sizes = sizes;
    const changed = () => this.#changed.fire();
    this.#disposables = [
      this.#changed,
      documents.onDidChange(changed),
      sizes.onDidChange(changed),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("recipeLab.inlayHints")) changed();
      }),
    ];
  }

  async provideInlayHints(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.InlayHint[]> {
    const enabled = vscode.workspace.getConfiguration("recipeLab", document.uri).get("inlayHints", true);
    if (!enabled || kindOf(document) !== "recipe") return [];
    const { loose } = await this.#documents.settled(document);
    const recipe = this.#documents.lastValid(document);
    if (!recipe) return [];
    return hintsOf(loose.tree, recipe, this.#sizes.get(document.uri), language()).flatMap(
      ({ offset, label, tooltip }) => {
        const position = document.positionAt(offset);
        if (!range.contains(position)) return [];
        const hint = new vscode.InlayHint(position, label);
        hint.paddingLeft = true;
        hint.tooltip = tooltip;
        return [hint];
      },
    );
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }
}
