import * as vscode from "vscode";
import type { Text } from "../../shared/language.ts";
import { formatNotes, newRecipeSnippet } from "../../shared/recipe/editor/new-recipe.ts";
import { presetNotes } from "../../shared/recipe/presets/index.ts";
import { type DataFormat, dataFormats } from "../../shared/recipe/sections/data.ts";
import { language, say } from "../language.ts";
import { recipeLanguage } from "../manifest/languages.ts";
import { emptyDocument, exists, recipeFile } from "./empty-document.ts";

interface Answers {
  preset?: string;
  format?: string;
  name?: string;
}

const ending = ".recipe.json";

/**
 * *New Recipe*: asks for a preset, the kind of data and a name, and opens a recipe with comments and places to fill in, to
 * be saved where it belongs. `argument` is the folder that it was called on, or answers that need not be asked for.
 */
export async function newRecipe(argument?: unknown): Promise<void> {
  const answers: Answers =
    typeof argument === "object" && argument !== null && !(argument instanceof vscode.Uri) ? argument : {};
  const folder = argument instanceof vscode.Uri ? argument : vscode.workspace.workspaceFolders?.[0]?.uri;
  const preset = answers.preset ?? (await pickPreset());
  if (preset === undefined) return;
  const format = answers.format ?? (await pickFormat());
  const known = dataFormats.find((each) => each === format);
  if (known === undefined) return;
  const name = answers.name ?? (await askName(folder));
  if (name === undefined) return;
  const snippet = newRecipeSnippet({ name, preset, format: known }, language());
  const editor = await vscode.window.showTextDocument(await emptyDocument(folder, name, recipeLanguage));
  await editor.insertSnippet(new vscode.SnippetString(snippet), new vscode.Position(0, 0));
}

async function pickPreset(): Promise<string | undefined> {
  const items = Object.entries(presetNotes).map(([name, { title, text }]) => ({
    label: name,
    description: say(title),
    detail: say(text),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: say(titleOf(1)),
    placeHolder: say({ en: "What to begin with", ko: "시작할 프리셋" }),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.label;
}

async function pickFormat(): Promise<DataFormat | undefined> {
  const items = dataFormats.map((format) => ({ label: format, description: say(formatNotes[format].title), format }));
  const picked = await vscode.window.showQuickPick(items, {
    title: say(titleOf(2)),
    placeHolder: say({ en: "How the images lie on disk", ko: "이미지 저장 형식" }),
    ignoreFocusOut: true,
  });
  return picked?.format;
}

async function askName(folder: vscode.Uri | undefined): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: say(titleOf(3)),
    prompt: say({ en: "Name of the recipe, and of its file", ko: "레시피와 파일의 이름" }),
    value: "my-recipe",
    ignoreFocusOut: true,
    validateInput: (value) => nameProblem(value, folder),
  });
  return name?.trim();
}

/** Why a file cannot have this name; null where it can. */
async function nameProblem(value: string, folder: vscode.Uri | undefined): Promise<string | null> {
  const name = value.trim();
  if (name === "" || name.length > 100 || /[\\/:*?"<>|]/.test(name) || [...name].some((each) => each < " "))
    return say(badName);
  if (folder && (await exists(recipeFile(folder, name)))) return say(taken(name + ending));
  return null;
}

const badName: Text = {
  en: 'Expected a name of 1 to 100 characters, without \\ / : * ? " < > |.',
  ko: '1~100자의 이름이 필요합니다. \\ / : * ? " < > | 문자는 쓸 수 없습니다.',
};

function taken(file: string): Text {
  return {
    en: `There is a file ${file} already: choose another name.`,
    ko: `${file} 파일이 이미 있습니다. 다른 이름을 쓰세요.`,
  };
}

function titleOf(step: number): Text {
  return { en: `New Recipe (${step}/3)`, ko: `새 레시피 (${step}/3)` };
}
