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
    const lens = (command: CommandName, icon: string, title: Text): vscode.CodeLens =>
      new vscode.CodeLens(top, {
        command: commandId(command),
        // The editor swallows an ordinary space after the picture.
        title: `$(${icon})\u00a0${say(title)}`,
        arguments: [document.uri],
      });
    const runner = this.#runner();
    return [
      lens(
        "runExperiment",
        "play",
        runner === null
          ? { en: "Run Experiment", ko: "실험 실행" }
          : { en: `Run Experiment on ${plain(runner)}`, ko: `${plain(runner)}에서 실험 실행` },
      ),
      lens("previewAugmentations", "device-camera", { en: "Preview Augmentations", ko: "데이터 증강 미리보기" }),
      lens("plotSchedule", "graph-line", { en: "Plot Schedule", ko: "스케줄 그래프" }),
      lens("compareRecipes", "git-compare", { en: "Compare with…", ko: "비교…" }),
    ];
  }
}

/** A runner's name is somebody's: `$(…)` in it is no picture. */
function plain(name: string): string {
  return name.replaceAll("$(", "$ (");
}
