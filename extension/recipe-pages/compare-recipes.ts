import * as vscode from "vscode";
import { differingFields, type FieldDifference } from "../../shared/recipe/editor/differences.ts";
import { writtenOut } from "../../shared/recipe/editor/written-out.ts";
import { shortJson } from "../../shared/recipe/expectation.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import { language, say } from "../language.ts";
import { chosenRecipe, shownName } from "../recipe/chosen-recipe.ts";
import type { RecipeDocuments } from "../recipe/document.ts";
import { pickOtherRecipe } from "./pick-recipe.ts";

const scheme = "recipe-lab-resolved";

/** *Compare with…*: two recipes with everything written out, side by side, and above both what differs. */
export class RecipeComparisons implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #documents: RecipeDocuments;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();
  readonly #disposables: vscode.Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor(documents: RecipeDocuments) {
    this.#documents = documents;
    this.#disposables = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** `argument` and `other` are the two files, or `other` all that is selected in the explorer; what is missing is asked for. */
  async compare(argument: unknown, other: unknown): Promise<void> {
    const left = await chosenRecipe(argument);
    if (!left) return;
    const ask = say({ en: "Recipe to compare with", ko: "비교할 레시피" });
    const given =
      Array.isArray(other) && other.length === 2 ? other.find((each) => String(each) !== String(left.uri)) : other;
    const picked = given instanceof vscode.Uri ? given : await pickOtherRecipe(left.uri, ask);
    if (!picked) return;
    const right = await vscode.workspace.openTextDocument(picked);
    const recipes = [await this.#resolved(left), await this.#resolved(right)];
    const [a, b] = recipes;
    if (!a || !b) return;
    const header = headerOf(differingFields(a, b));
    // Each comparison has its own pair of documents; the names are those of the recipes.
    const pair = `${left.uri.toString()} ${right.uri.toString()}`;
    const show = (document: vscode.TextDocument, recipe: Recipe, at: string): vscode.Uri => {
      const path = `/${document.uri.path.split("/").at(-1) ?? "untitled.recipe.json"}`;
      const uri = vscode.Uri.from({
        scheme,
        path: path.endsWith(".recipe.json") ? path : `${path}.recipe.json`,
        query: `${at} ${pair}`,
      });
      this.#texts.set(uri.toString(), writtenOut(recipe, language(), header));
      this.#changed.fire(uri);
      return uri;
    };
    const title = `${shownName(left, a.name)} ↔ ${shownName(right, b.name)}`;
    await vscode.commands.executeCommand("vscode.diff", show(left, a, "left"), show(right, b, "right"), title);
  }

  async #resolved(document: vscode.TextDocument): Promise<Recipe | undefined> {
    const { loaded } = await this.#documents.settled(document);
    if (loaded.recipe) return loaded.recipe;
    const name = document.uri.path.split("/").at(-1) ?? "";
    const reason = loaded.problems[0]?.message ?? "";
    void vscode.window.showErrorMessage(
      say({
        en: `${name} has an error, so that it cannot be compared: ${reason}`,
        ko: `${name}에 오류가 있어 비교할 수 없습니다: ${reason}`,
      }),
    );
    return undefined;
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }
}

/** The same above both, so that it is no difference itself. */
function headerOf(differences: readonly FieldDifference[]): string[] {
  if (differences.length === 0)
    return [
      say({ en: "The two recipes are the same but for their names.", ko: "두 레시피는 이름을 제외하고 같습니다." }),
    ];
  const count = differences.length;
  const value = (each: unknown) => (each === undefined ? "–" : shortJson(each));
  return [
    say({ en: count === 1 ? "1 field differs:" : `${count} fields differ:`, ko: `서로 다른 필드 ${count}개:` }),
    ...differences.map(({ path, left, right }) => `  ${path}: ${value(left)} → ${value(right)}`),
  ];
}
