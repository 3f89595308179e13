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
          ? { en: "$(play) Run Experiment", ko: "$(play) 실험 실행" }
          : { en: `$(play) Run Experiment on ${plain(runner)}`, ko: `$(play) ${plain(runner)}에서 실험 실행` },
      ),
      lens("previewAugmentations", {
        en: "$(device-camera) Preview Augmentations",
        ko: "$(device-camera) 데이터 증강 미리보기",
      }),
      lens("plotSchedule", { en: "$(graph-line) Plot Schedule", ko: "$(graph-line) 스케줄 그래프" }),
      lens("compareRecipes", { en: "$(git-compare) Compare with…", ko: "$(git-compare) 비교…" }),
    ];
  }
}

/** A runner's name is somebody's: `$(…)` in it is no picture. */
function plain(name: string): string {
  return name.replaceAll("$(", "$ (");
}
