import * as vscode from "vscode";
import type { Text } from "../../shared/language.ts";
import { say } from "../language.ts";
import { type CommandName, commandId } from "../manifest/commands.ts";
import { isWritten, kindOf } from "./recipe-kind.ts";

/** What can be done with a recipe, above its first line. `runner` names the runner that it would run on, if one is chosen. */
export class RecipeLenses implements vscode.CodeLensProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;
  readonly #runner: () => string | null;

  constructor(runner: () => string | null, onDidChangeRunner: vscode.Event<void>) {
    this.#runner = runner;
    this.onDidChangeCodeLenses = onDidChangeRunner;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (kindOf(document) !== "recipe" || !isWritten(document)) return [];
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (command: CommandName, title: Text): vscode.CodeLens =>
      new vscode.CodeLens(top, { command: commandId(command), title: say(title), arguments: [document.uri] });
    const runner = this.#runner();
    return [
      lens(
        "runExperiment",
        runner === null
          ? { en: "▶ Run Experiment", ko: "▶ 실험 실행" }
          : { en: `▶ Run Experiment on ${runner}`, ko: `▶ ${runner}에서 실험 실행` },
      ),
      lens("previewAugmentations", { en: "◫ Preview Augmentations", ko: "◫ 데이터 증강 미리보기" }),
      lens("plotSchedule", { en: "⟋ Plot Schedule", ko: "⟋ 스케줄 그래프" }),
      lens("compareRecipes", { en: "⇄ Compare with…", ko: "⇄ 비교…" }),
    ];
  }
}
