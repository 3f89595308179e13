import * as vscode from "vscode";
import { chosenRecipe } from "../recipe/chosen-recipe.ts";
import type { RecipeLanguage } from "../recipe/register-recipe-language.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import { PreviewPage } from "./preview-page.ts";

export const previewView = "recipeLab.preview";

/** *Preview Augmentations*: a page for each recipe with samples of its own images, made by the runner that has them. */
export class PreviewPages implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #recipes: RecipeLanguage;
  readonly #runners: RunnerConnections;
  readonly #pages = new Map<string, PreviewPage>();

  constructor(
    context: vscode.ExtensionContext,
    log: vscode.LogOutputChannel,
    recipes: RecipeLanguage,
    runners: RunnerConnections,
  ) {
    this.#context = context;
    this.#log = log;
    this.#recipes = recipes;
    this.#runners = runners;
  }

  async open(argument: unknown): Promise<void> {
    const document = await chosenRecipe(argument);
    if (!document) return;
    const known = this.#pages.get(document.uri.toString());
    if (known) known.panel.reveal();
    else {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.#attach(document.uri, vscode.window.createWebviewPanel(previewView, "", column, { enableScripts: true }));
    }
  }

  /** After the window was loaded again. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const uri = typeof state === "object" && state !== null && "uri" in state ? state.uri : undefined;
    if (typeof uri === "string") this.#attach(vscode.Uri.parse(uri), panel);
    else panel.dispose();
  }

  #attach(uri: vscode.Uri, panel: vscode.WebviewPanel): void {
    const key = uri.toString();
    this.#pages.set(key, new PreviewPage(uri, panel, this.#context, this.#log, this.#recipes, this.#runners));
    panel.onDidDispose(() => {
      this.#pages.get(key)?.dispose();
      this.#pages.delete(key);
    });
  }

  dispose(): void {
    for (const page of this.#pages.values()) page.dispose();
  }
}
