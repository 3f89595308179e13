import * as vscode from "vscode";
import { type Language, languageOf, type Text } from "../shared/language.ts";
import { UserError } from "../shared/user-error.ts";

/** The language that the editor speaks. */
export const language = (): Language => languageOf(vscode.env.language);

export const say = (text: Text): string => text[language()];

/** What went wrong, for the person: in the editor's language where somebody has written it in that. */
export const errorText = (error: unknown): string =>
  error instanceof UserError ? say(error.text) : error instanceof Error ? error.message : String(error);
