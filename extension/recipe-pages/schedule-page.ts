import * as vscode from "vscode";
import {
  type ScheduleToHost,
  type ScheduleToPage,
  scheduleToHostSchema,
  scheduleToPageSchema,
} from "../../shared/dashboard/schedule-messages.ts";
import { language, say } from "../language.ts";
import { shownName } from "../recipe/chosen-recipe.ts";
import type { RecipeLanguage } from "../recipe/register-recipe-language.ts";
import { saveFile } from "../webview/save-file.ts";
import { PagePanel } from "./page-panel.ts";
import type { RecipePage } from "./pages-by-recipe.ts";
import { pickOtherRecipe } from "./pick-recipe.ts";
import { revealField } from "./reveal-field.ts";
import { assumedImages, shownSchedule } from "./shown-schedule.ts";

/** So long after a keystroke the curve is drawn anew. Milliseconds. */
const delayMs = 20;

/** *Plot Schedule*: the page of one recipe, which follows the text while it is typed. */
export class SchedulePage implements RecipePage {
  readonly panel: vscode.WebviewPanel;
  readonly #uri: vscode.Uri;
  readonly #page: PagePanel<ScheduleToPage, ScheduleToHost>;
  readonly #recipes: RecipeLanguage;
  readonly #disposables: vscode.Disposable[];
  #overlay: vscode.Uri | null = null;
  #timer: NodeJS.Timeout | undefined;
  #last: ScheduleToPage["recipe"] = null;

  constructor(
    uri: vscode.Uri,
    panel: vscode.WebviewPanel,
    context: vscode.ExtensionContext,
    log: vscode.LogOutputChannel,
    recipes: RecipeLanguage,
  ) {
    this.panel = panel;
    this.#uri = uri;
    this.#recipes = recipes;
    const schemas = { toPage: scheduleToPageSchema, toHost: scheduleToHostSchema };
    const onMessage = (message: ScheduleToHost) => this.#take(message);
    this.#page = new PagePanel(panel, context.extensionUri, "schedule", schemas, { onMessage, log });
    const changed = (changedUri: vscode.Uri): void => {
      if ([this.#uri, this.#overlay].some((each) => each?.toString() === changedUri.toString())) this.#later(log);
    };
    this.#disposables = [
      this.#page,
      vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document.uri)),
      recipes.documents.onDidChange(changed),
      recipes.sizes.onDidChange(changed),
      panel.onDidChangeViewState(() => this.#later(log)),
    ];
    this.#later(log);
  }

  #later(log: vscode.LogOutputChannel): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#show().catch((error: unknown) => log.error(`Plotting ${this.#uri.toString()}`, error));
    }, delayMs);
  }

  async #show(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#uri);
    const { loaded } = await this.#recipes.documents.settled(document);
    const recipe = this.#recipes.documents.lastValid(document);
    const name = shownName(document, recipe?.name);
    this.panel.title = say({ en: `Schedule: ${name}`, ko: `스케줄: ${name}` });
    const known = this.#recipes.sizes.get(this.#uri).trainImages;
    const count = known ?? (recipe ? assumedImages(recipe) : 50_000);
    const shown = recipe && shownSchedule(name, recipe, count, language());
    if (shown && typeof shown === "object") this.#last = shown;
    const error = loaded.recipe ? undefined : loaded.problems.find(({ severity }) => severity === "error");
    this.#page.post({
      type: "schedule",
      language: language(),
      uri: this.#uri.toString(),
      recipe: this.#last,
      overlay: await this.#shownOverlay(count),
      problem: error?.message ?? (typeof shown === "string" ? shown : null),
      images: { count, from: known === undefined ? "assumed" : "known" },
    });
  }

  async #shownOverlay(images: number): Promise<ScheduleToPage["overlay"]> {
    if (!this.#overlay) return null;
    const document = await vscode.workspace.openTextDocument(this.#overlay);
    await this.#recipes.documents.settled(document);
    const recipe = this.#recipes.documents.lastValid(document);
    const shown = recipe && shownSchedule(shownName(document, recipe.name), recipe, images, language());
    return shown && typeof shown === "object" ? shown : null;
  }

  async #take(message: ScheduleToHost): Promise<void> {
    switch (message.type) {
      case "ready":
        return this.#show();
      case "images":
        return this.#recipes.sizes.set(this.#uri, { trainImages: message.count });
      case "overlay": {
        const ask = say({ en: "Recipe to draw over this one", ko: "함께 그릴 레시피" });
        const picked = message.pick ? await pickOtherRecipe(this.#uri, ask) : null;
        if (picked === undefined) return;
        this.#overlay = picked;
        return this.#show();
      }
      case "reveal":
        return revealField(this.#recipes.documents, this.#uri, message.path);
      case "save":
        return saveFile(message.fileName, message.content, folderOf(this.#uri));
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of this.#disposables) each.dispose();
  }
}

/** Where the recipe lies; one that has not been saved lies nowhere. */
const folderOf = (recipe: vscode.Uri): vscode.Uri | undefined =>
  recipe.scheme === "untitled" ? undefined : vscode.Uri.joinPath(recipe, "..");
