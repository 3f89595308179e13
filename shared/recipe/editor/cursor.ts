import { createScanner } from "jsonc-parser";
import type { Range } from "../source/source.ts";

type Scalar = string | number | boolean | null;

/** An open bracket on the way to the cursor. */
export interface Level {
  kind: "object" | "array";
  /** The object's fields before and after the cursor, without the one at it; undefined for what is no plain value. */
  fields: Map<string, Scalar | undefined>;
}

/** Where in a JSON text the cursor is, however unfinished the text. */
export interface Cursor {
  /** - `name`: where a field's name is or belongs, `value`: its value or an item, `after`: behind a value, before a comma;
   *  - `none`: in a comment, or where nothing belongs. */
  place: "name" | "value" | "after" | "none";
  /** Outermost first. */
  levels: Level[];
  /** Of the field or item at the cursor; at a name that is not written yet, of the object. */
  path: (string | number)[];
  /** The word that the cursor is in or right behind. */
  token: (Range & { quoted: boolean }) | null;
  /** What follows the word, or the cursor; a field's name is told from a text by the colon behind it. */
  next: "name" | "value" | "colon" | "comma" | "close" | "end";
  /** End of what comes before, comments left out. */
  previousEnd: number;
}

/** jsonc-parser's kinds of tokens: its type is a const enum, whose values isolated modules cannot import. */
const kinds = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  trivia: 15,
  unknown: 16,
  end: 17,
} as const;
const unexpectedEndOfString = 2;

interface OpenLevel extends Level {
  /** What an object waits for. */
  state: "name" | "colon" | "value" | "after";
  /** The field whose value is next or has just been. */
  name: string | null;
  index: number;
}

/**
 * Reads the text once, without recursion, and never throws. What is broken is read as it is most likely meant: a missing
 * comma or bracket does not keep what follows from being understood.
 */
export function cursorAt(text: string, offset: number): Cursor {
  const scanner = createScanner(text, false);
  const open: OpenLevel[] = [];
  let found: Omit<Cursor, "next"> | null = null;
  let next: Cursor["next"] | null = null;
  let afterText = false;
  let previousEnd = 0;
  let rootDone = false;

  const place = (token: Cursor["token"]): void => {
    const level = open.at(-1);
    const state = level ? level.state : rootDone ? "after" : "value";
    // A word where a comma belongs is the next field, whose comma is missing.
    const asName =
      state === "name" || (token && (state === "colon" || (state === "after" && level?.kind === "object")));
    found = {
      place: asName ? "name" : state === "value" || token ? "value" : state === "after" ? "after" : "none",
      levels: [...open],
      path: pathOf(open, Boolean(asName)),
      token,
      previousEnd,
    };
  };

  for (let kind: number = scanner.scan(); ; kind = scanner.scan()) {
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    const isComment = kind === kinds.lineComment || kind === kinds.blockComment;
    if (!found && isComment && start < offset) {
      const unterminated = kind === kinds.lineComment || scanner.getTokenError() !== 0;
      if (offset < end || (offset === end && unterminated))
        found = { place: "none", levels: [...open], path: pathOf(open, false), token: null, previousEnd };
    }
    if (isComment || kind === kinds.trivia || kind === kinds.lineBreak) continue;
    const isWord = (kind >= kinds.null && kind <= kinds.number) || kind === kinds.unknown;
    let atCursor = false;
    if (!found) {
      const quoted = kind === kinds.string;
      if (isWord && start < offset && offset <= end) {
        // A string without its end goes on to the end of the line, over brackets that close what was open before.
        const closed = !quoted || scanner.getTokenError() !== unexpectedEndOfString;
        place({ start, end: closed ? end : offset, quoted });
        if (!closed) next = followers[text.slice(offset, end).trimStart()[0] ?? ""] ?? null;
        atCursor = true;
      } else if (start >= offset || kind === kinds.end) place(null);
    }
    if (afterText && kind === kinds.colon) next = "name";
    afterText = false;
    if (found && !atCursor && next === null) {
      next = kind === kinds.end ? "end" : (followers[text[start] ?? ""] ?? "value");
      afterText = kind === kinds.string;
    }
    if (kind === kinds.end) break;
    step(open, kind, scanner.getTokenValue(), atCursor);
    if (open.length === 0) rootDone = true;
    previousEnd = end;
  }
  return { ...found!, next: next ?? "end" };
}

/** Takes one token into account. Names at the cursor are not counted among the fields of their object. */
function step(open: OpenLevel[], kind: number, value: string, atCursor: boolean): void {
  const level = open.at(-1);
  switch (kind) {
    case kinds.openBrace:
    case kinds.openBracket:
      if (level) level.state = "after";
      open.push(
        kind === kinds.openBrace
          ? { kind: "object", fields: new Map(), state: "name", name: null, index: 0 }
          : { kind: "array", fields: new Map(), state: "value", name: null, index: 0 },
      );
      return;
    case kinds.closeBrace:
    case kinds.closeBracket: {
      const wanted = kind === kinds.closeBrace ? "object" : "array";
      const at = open.findLastIndex((each) => each.kind === wanted);
      if (at >= 0) open.length = at;
      return;
    }
    case kinds.comma:
      if (!level) return;
      if (level.kind === "array") level.index++;
      level.state = level.kind === "array" ? "value" : "name";
      level.name = null;
      return;
    case kinds.colon:
      if (level?.state === "colon") level.state = "value";
      return;
    default:
      if (!level) return;
      if (level.kind === "array" || level.state === "value") {
        if (level.kind === "object" && level.name !== null && level.fields.has(level.name))
          level.fields.set(level.name, scalar(kind, value));
        level.state = "after";
      } else {
        level.name = value;
        level.state = "colon";
        if (!atCursor) level.fields.set(value, undefined);
      }
  }
}

function scalar(kind: number, value: string): Scalar | undefined {
  if (kind === kinds.string) return value;
  if (kind === kinds.number) return Number(value);
  if (kind === kinds.null) return null;
  return kind === kinds.true ? true : kind === kinds.false ? false : undefined;
}

function pathOf(open: readonly OpenLevel[], atName: boolean): (string | number)[] {
  return open.flatMap((level, i): (string | number)[] => {
    if (level.kind === "array") return [level.index];
    const innermost = i === open.length - 1;
    return level.name === null || (innermost && atName) ? [] : [level.name];
  });
}

const followers: Readonly<Record<string, Cursor["next"]>> = {
  ":": "colon",
  ",": "comma",
  "}": "close",
  "]": "close",
};
