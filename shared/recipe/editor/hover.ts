import { inEach, type Language, type Text } from "../../language.ts";
import { defaultText } from "../default-text.ts";
import { fieldNote, noteMarkdown, valueNotes } from "../field-note.ts";
import type { Path } from "../source/node.ts";
import type { Range } from "../source/source.ts";
import { cursorAt } from "./cursor.ts";
import { fieldOf } from "./schema-at-cursor.ts";

export interface Hover {
  /** The name or value that is explained. */
  range: Range;
  /** Without links, commands or HTML of the recipe's own. */
  markdown: string;
}

export interface HoverContext {
  /** As written, with the bases merged in: it decides which kind of decay, which operation a field belongs to. */
  recipe: unknown;
  /** What the bases say, as plain values, and which of them says it. */
  inherited: unknown;
  inheritedFrom: (path: Path) => string | null;
  language: Language;
}

/** What the field or value at `offset` is; undefined where there is nothing to explain. */
export function hoverAt(text: string, offset: number, context: HoverContext): Hover | undefined {
  const cursor = cursorAt(text, offset);
  const { token } = cursor;
  if (!token || cursor.place === "none") return undefined;
  const range = { start: token.start, end: token.end };
  const word = plain(text.slice(token.start, token.end));
  const path = cursor.place === "name" ? [...cursor.path, String(word)] : cursor.path;
  const markdown = fieldMarkdown(path, cursor.place === "value" ? word : undefined, context);
  return markdown === undefined ? undefined : { range, markdown };
}

/** `value` is what the cursor is on, where it is on a value. */
export function fieldMarkdown(path: Path, value: unknown, context: HoverContext): string | undefined {
  const { recipe, inherited, inheritedFrom, language } = context;
  const note = fieldNote(path, recipe, language);
  if (!note) return undefined;
  const known =
    value === undefined ? undefined : valueNotes(path, recipe, language).find((each) => each.value === value);
  const parts = [`\`${path.join(".")}\``, noteMarkdown(note, language)];
  if (known?.title) parts.unshift(`**${known.title}**`, known.description ?? "");
  const from = inheritedFrom(path);
  const before = path.reduce<unknown>(fieldOf, inherited);
  if (from !== null && before !== undefined && (typeof before !== "object" || before === null))
    parts.push(inheritedText(defaultText(before), from)[language]);
  return parts.filter(Boolean).join("\n\n");
}

function inheritedText(value: string, from: string): Text {
  const code = (text: string) => `\`${text.replaceAll("`", "'")}\``;
  const words = { en: "Inherited", ko: "상속된 값" };
  return inEach((language) => `${words[language]}: ${code(value)} (${code(from)})`);
}

function plain(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}
