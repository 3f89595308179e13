import * as vscode from "vscode";
import { chosenRecipe } from "../recipe/chosen-recipe.ts";

export interface RecipePage extends vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
}

/** One page of a kind for each recipe, beside it; pages come back when the window is loaded again. */
export class PagesByRecipe implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #viewType: string;
  readonly #make: (recipe: vscode.Uri, panel: vscode.WebviewPanel) => RecipePage;
  readonly #pages = new Map<string, RecipePage>();
  readonly #registration: vscode.Disposable;

  constructor(viewType: string, make: (recipe: vscode.Uri, panel: vscode.WebviewPanel) => RecipePage) {
    this.#viewType = viewType;
    this.#make = make;
    this.#registration = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  /** Opens or shows the page of the recipe that a command is about. */
  async open(argument: unknown): Promise<void> {
    const document = await chosenRecipe(argument);
    if (!document) return;
    const known = this.#pages.get(document.uri.toString());
    if (known) known.panel.reveal();
    else {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.#attach(document.uri, vscode.window.createWebviewPanel(this.#viewType, "", column, { enableScripts: true }));
    }
  }

  /** `state` is what the page has kept: at least which recipe it is of. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const uri = typeof state === "object" && state !== null && "uri" in state ? state.uri : undefined;
    if (typeof uri === "string") this.#attach(vscode.Uri.parse(uri), panel);
    else panel.dispose();
  }

  #attach(recipe: vscode.Uri, panel: vscode.WebviewPanel): void {
    const key = recipe.toString();
    const page = this.#make(recipe, panel);
    this.#pages.set(key, page);
    panel.onDidDispose(() => {
      page.dispose();
      this.#pages.delete(key);
    });
  }

  dispose(): void {
    this.#registration.dispose();
    for (const page of this.#pages.values()) page.dispose();
  }
}
