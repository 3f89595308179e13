import { findNodeAtLocation } from "jsonc-parser";
import * as vscode from "vscode";
import type { Text } from "../../shared/language.ts";
import type { Problem } from "../../shared/recipe/problem.ts";
import { say } from "../language.ts";
import type { ReadRecipe } from "./document.ts";
import { helpUri } from "./help.ts";
import { rangeIn, rangeOfProblem } from "./ranges.ts";
import { pathOf, uriOf } from "./recipe-paths.ts";

export function diagnosticsOfRecipe(document: vscode.TextDocument, { loaded, loose }: ReadRecipe): vscode.Diagnostic[] {
  const own = pathOf(document.uri);
  return loaded.problems.map((problem) =>
    problem.file === own
      ? diagnosticOf(problem, rangeOfProblem(problem))
      : inBase(problem, document, extendsRange(document, loose.tree)),
  );
}

export function diagnosticOf(problem: Problem, range: vscode.Range): vscode.Diagnostic {
  const { message, citation, code, severity } = problem;
  const diagnostic = new vscode.Diagnostic(
    range,
    citation === undefined ? message : `${message} (${citation})`,
    severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = "Recipe Lab";
  diagnostic.code = { value: code, target: helpUri(code) };
  return diagnostic;
}

/** A problem of a base shows at the `extends` that leads there, and where it is. */
function inBase(problem: Problem, document: vscode.TextDocument, range: vscode.Range): vscode.Diagnostic {
  const diagnostic = diagnosticOf(problem, range);
  const name = problem.file.split("/").at(-1) ?? problem.file;
  diagnostic.message = `${say(inBaseText(name))} ${diagnostic.message}`;
  const place = new vscode.Location(uriOf(problem.file, document.uri), rangeOfProblem(problem));
  diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(place, problem.message)];
  return diagnostic;
}

function inBaseText(name: string): Text {
  return { en: `In the base ${name}:`, ko: `기반 레시피 ${name}:` };
}

/** The value of `extends`, otherwise the first line. */
export function extendsRange(document: vscode.TextDocument, tree: ReadRecipe["loose"]["tree"]): vscode.Range {
  const node = tree && findNodeAtLocation(tree, ["extends"]);
  return node ? rangeIn(document, { start: node.offset, end: node.offset + node.length }) : document.lineAt(0).range;
}
