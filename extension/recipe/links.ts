import { findNodeAtLocation } from "jsonc-parser";
import * as vscode from "vscode";
import { resolveFrom } from "../../shared/recipe/source/paths.ts";
import { say } from "../language.ts";
import type { RecipeDocuments } from "./document.ts";
import { presetUri } from "./presets.ts";
import { rangeIn } from "./ranges.ts";
import { kindOf } from "./recipe-kind.ts";
import { pathOf, uriOf } from "./recipe-paths.ts";

/** Leads from `extends` to the file or the preset, and from a study to its recipe. */
export class RecipeLinks implements vscode.DefinitionProvider, vscode.DocumentLinkProvider {
  readonly #documents: RecipeDocuments;

  constructor(documents: RecipeDocuments) {
    this.#documents = documents;
  }

  provideDefinition(document: vscode.TextDocument, position: vscode.Position): vscode.LocationLink[] {
    const link = this.#linkOf(document);
    if (!link?.range.contains(position)) return [];
    const start = new vscode.Range(0, 0, 0, 0);
    return [{ originSelectionRange: link.range, targetUri: link.target, targetRange: start }];
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const link = this.#linkOf(document);
    if (!link) return [];
    const found = new vscode.DocumentLink(link.range, link.target);
    found.tooltip = say({ en: "Open what this extends", ko: "확장하는 레시피 열기" });
    return [found];
  }

  #linkOf(document: vscode.TextDocument): { range: vscode.Range; target: vscode.Uri } | undefined {
    const { tree } = this.#documents.loose(document);
    const field = kindOf(document) === "study" ? "recipe" : "extends";
    const node = tree && findNodeAtLocation(tree, [field]);
    if (node?.type !== "string" || node.value === "") return undefined;
    const name = String(node.value);
    const target = presetUri(name) ?? uriOf(resolveFrom(pathOf(document.uri), name), document.uri);
    return { range: rangeIn(document, { start: node.offset, end: node.offset + node.length }), target };
  }
}
