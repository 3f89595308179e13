import * as vscode from "vscode";
import { type RecipeSymbol, symbolsOf } from "../../shared/recipe/editor/symbols.ts";
import type { RecipeDocuments } from "./document.ts";
import { rangeIn } from "./ranges.ts";

export class RecipeSymbols implements vscode.DocumentSymbolProvider {
  readonly #documents: RecipeDocuments;

  constructor(documents: RecipeDocuments) {
    this.#documents = documents;
  }

  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    const convert = ({ name, detail, kind, range, selection, children }: RecipeSymbol): vscode.DocumentSymbol => {
      const [whole, selected] = [rangeIn(document, range), rangeIn(document, selection)];
      const symbol = new vscode.DocumentSymbol(name, detail, symbolKinds[kind], whole, selected);
      symbol.children = children.map(convert);
      return symbol;
    };
    return symbolsOf(this.#documents.loose(document).tree).map(convert);
  }
}

const symbolKinds = {
  section: vscode.SymbolKind.Module,
  list: vscode.SymbolKind.Array,
  text: vscode.SymbolKind.String,
  number: vscode.SymbolKind.Number,
  switch: vscode.SymbolKind.Boolean,
  operation: vscode.SymbolKind.Function,
} as const satisfies Record<RecipeSymbol["kind"], vscode.SymbolKind>;
