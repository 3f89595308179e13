import * as vscode from "vscode";
import { problemHelp } from "../../shared/recipe/editor/problem-help.ts";
import { language } from "../language.ts";

const scheme = "recipe-lab-help";

/** The page about a problem's code: where the code in a message leads. */
export function helpUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${code}.md` });
}

export function provideHelp(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => problemHelp(path.slice(1).replace(/\.md$/, ""), language()) ?? "",
  });
}
