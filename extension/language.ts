import * as vscode from "vscode";
import { type Language, languageOf, type Text } from "../shared/language.ts";

/** The language that the editor speaks. */
export const language = (): Language => languageOf(vscode.env.language);

export const say = (text: Text): string => text[language()];
