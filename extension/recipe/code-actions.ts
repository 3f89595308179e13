import * as vscode from "vscode";
import type { Text } from "../../shared/language.ts";
import { difference, withFix } from "../../shared/recipe/editor/change-text.ts";
import { withAllFixes } from "../../shared/recipe/editor/fix-all.ts";
import type { Problem } from "../../shared/recipe/problem.ts";
import { say } from "../language.ts";
import type { RecipeDocuments } from "./document.ts";
import { layoutOf } from "./formatting.ts";
import { diagnosticsOfRecipe } from "./recipe-diagnostics.ts";
import { kindOf } from "./recipe-kind.ts";
import { pathOf, uriOf } from "./recipe-paths.ts";

export const recipeFixAll = vscode.CodeActionKind.SourceFixAll.append("recipeLab");

/** The fixes that come with problems, each as the smallest edit, and all of them at once. */
export class RecipeFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, recipeFixAll];
  readonly #documents: RecipeDocuments;

  constructor(documents: RecipeDocuments) {
    this.#documents = documents;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (kindOf(document) !== "recipe") return [];
    const read = await this.#documents.settled(document);
    const { problems } = read.loaded;
    const diagnostics = diagnosticsOfRecipe(document, read);
    const fixable = problems.filter(({ fix }) => fix?.file === pathOf(document.uri));
    const wants = (kind: vscode.CodeActionKind) => !only || only.contains(kind);
    const actions: vscode.CodeAction[] = [];
    if (wants(vscode.CodeActionKind.QuickFix)) {
      const here = problems.flatMap((problem, i): [Problem, vscode.Diagnostic][] => {
        const diagnostic = diagnostics[i];
        return problem.fix && diagnostic?.range.intersection(range) ? [[problem, diagnostic]] : [];
      });
      const made = await Promise.all(here.map(([problem, diagnostic]) => fixAction(document, problem, diagnostic)));
      actions.push(...made.filter((action) => action !== undefined));
      if (actions.length > 0 && fixable.length > 1)
        actions.push(this.#fixAll(document, fixAllText, vscode.CodeActionKind.QuickFix));
    }
    if (only && wants(recipeFixAll) && fixable.length > 0)
      actions.push(this.#fixAll(document, fixAllText, recipeFixAll));
    return actions;
  }

  #fixAll(document: vscode.TextDocument, title: Text, kind: vscode.CodeActionKind): vscode.CodeAction {
    const action = new vscode.CodeAction(say(title), kind);
    const load = (text: string) => this.#documents.load(document, text);
    action.edit = new vscode.WorkspaceEdit();
    replace(action.edit, document, withAllFixes(document.getText(), pathOf(document.uri), load, layoutOf(document)));
    return action;
  }
}

const fixAllText: Text = {
  en: "Fix all problems of this recipe that can be fixed",
  ko: "이 레시피에서 고칠 수 있는 문제 모두 고치기",
};

async function fixAction(
  document: vscode.TextDocument,
  { fix }: Problem,
  diagnostic: vscode.Diagnostic,
): Promise<vscode.CodeAction | undefined> {
  if (!fix) return undefined;
  const own = fix.file === pathOf(document.uri);
  // A base may be mended as well: it is opened to be edited, and not saved.
  const target = own ? document : await vscode.workspace.openTextDocument(uriOf(fix.file, document.uri));
  const title = own ? fix.title : `${fix.title} (${fix.file.split("/").at(-1)})`;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = own;
  action.edit = new vscode.WorkspaceEdit();
  replace(action.edit, target, withFix(target.getText(), fix, layoutOf(target)));
  return action;
}

function replace(edit: vscode.WorkspaceEdit, document: vscode.TextDocument, text: string): void {
  const { offset, length, text: replacement } = difference(document.getText(), text);
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  edit.replace(document.uri, range, replacement);
}
