import * as vscode from "vscode";
import { presetText } from "../../shared/recipe/editor/written-out.ts";
import { presets } from "../../shared/recipe/presets/index.ts";
import { language } from "../language.ts";

const scheme = "recipe-lab-preset";
const ending = ".recipe.json";

/** A preset as a document to read, with every default. */
export function presetUri(name: string): vscode.Uri | undefined {
  return Object.hasOwn(presets, name) ? vscode.Uri.from({ scheme, path: `/${name}${ending}` }) : undefined;
}

export function providePresets(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => presetText(path.slice(1, -ending.length), language()) ?? "",
  });
}
