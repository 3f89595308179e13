import { findNodeAtLocation, type Node } from "jsonc-parser";
import type { Edit, Fix } from "../problem.ts";
import type { Path } from "../source/node.ts";
import { readLoosely } from "./read-loosely.ts";

/** Replaces `length` characters at `offset` by `text`. */
export interface Change {
  offset: number;
  length: number;
  text: string;
}

export interface Layout {
  /** One level: two spaces, a tab. */
  indent: string;
  eol: string;
}

/** `text` after a fix. Comments, layout and order of all else stay as they are. */
export function withFix(text: string, { edits }: Pick<Fix, "edits">, layout: Layout): string {
  const renamed = renaming(text, edits);
  if (renamed) return applyChanges(text, renamed);
  return edits.reduce((before, edit) => applyChanges(before, changesOf(before, edit, layout)), text);
}

/** The one change that leads from one text to the other: what both begin and end with is left alone. */
export function difference(from: string, to: string): Change {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  return { offset: start, length: from.length - start - end, text: to.slice(start, to.length - end) };
}

/** Removing a field and setting another of the same object to its value is a new name for it, at its old place. */
function renaming(text: string, [remove, set, ...others]: readonly Edit[]): Change[] | undefined {
  if (!remove || !set || others.length > 0 || "value" in remove) return undefined;
  if (remove.path.length !== set.path.length || remove.path.slice(0, -1).join() !== set.path.slice(0, -1).join())
    return undefined;
  const { tree } = readLoosely(text);
  const name = tree && findNodeAtLocation(tree, [...remove.path])?.parent?.children?.[0];
  return name && [{ offset: name.offset, length: name.length, text: JSON.stringify(set.path.at(-1)) }];
}

function changesOf(text: string, edit: Edit, layout: Layout): Change[] {
  const { tree } = readLoosely(text);
  const node = tree && findNodeAtLocation(tree, [...edit.path]);
  if (!("value" in edit) || edit.value === undefined) return node ? [removal(text, node)] : [];
  if (node) {
    const level = layout.indent.repeat(levelOf(node));
    return [{ offset: node.offset, length: node.length, text: json(edit.value, level, layout) }];
  }
  return tree ? insertion(text, tree, edit.path, edit.value, layout) : [];
}

/** Writes a field that is not there; objects that are not there on the way to it are written with it. */
function insertion(text: string, tree: Node, path: Path, value: unknown, layout: Layout): Change[] {
  let parent = tree;
  let depth = 0;
  for (; depth < path.length - 1; depth++) {
    const next = findNodeAtLocation(tree, path.slice(0, depth + 1));
    if (!next) break;
    parent = next;
  }
  if (parent.type !== "object") return [];
  const nested = path.slice(depth + 1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  const last = parent.children?.at(-1);
  const first = parent.children?.[0];
  const ownLines = first ? text.slice(parent.offset, first.offset).includes("\n") : parent === tree;
  const level = layout.indent.repeat(levelOf(parent) + (ownLines ? 1 : 0));
  const field = `${JSON.stringify(path[depth])}: ${json(nested, level, layout)}`;
  const closing = parent.offset + parent.length - 1;
  if (!last || !first) {
    const inside = ownLines ? `${layout.eol}${level}${field}${layout.eol}` : field;
    return [{ offset: parent.offset + 1, length: 0, text: inside }];
  }
  const end = last.offset + last.length;
  const rest = text.slice(end, closing);
  const trailingComma = /^\s*,/.exec(rest)?.[0].length;
  const commaEnd = end + (trailingComma ?? 0);
  // A comment behind the last field, on its line, stays with it.
  const lineEnd =
    commaEnd + (/^[ \t]*(\/\/.*|\/\*[^\n]*?\*\/[ \t]*(?=\r?\n))?/.exec(text.slice(commaEnd, closing))?.[0].length ?? 0);
  const comma: Change[] = trailingComma === undefined ? [{ offset: end, length: 0, text: "," }] : [];
  const after = trailingComma === undefined ? "" : ",";
  if (!ownLines) return [...comma, { offset: commaEnd, length: 0, text: ` ${field}${after}` }];
  const at = /\S/.test(text.slice(commaEnd, lineEnd)) ? lineEnd : commaEnd;
  const indent = indentOf(text, first.offset) ?? level;
  return [...comma, { offset: at, length: 0, text: `${layout.eol}${indent}${field}${after}` }];
}

/** A field or item goes with its comma, and with its line where it has one of its own. */
function removal(text: string, node: Node): Change {
  const part = node.parent?.type === "property" ? node.parent : node;
  const siblings = part.parent?.children ?? [];
  const index = siblings.indexOf(part);
  const next = siblings[index + 1];
  const previous = siblings[index - 1];
  const end = part.offset + part.length;
  if (next) {
    const comma = text.indexOf(",", end) + 1;
    // What is between the comma and the next field, comments perhaps, belongs to the next one.
    const blank = /^[ \t]*(\r?\n[ \t]*)?/.exec(text.slice(comma, next.offset))?.[0].length ?? 0;
    return { offset: part.offset, length: comma + blank - part.offset, text: "" };
  }
  if (!previous) {
    const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
    return { offset: part.offset, length: end + comma - part.offset, text: "" };
  }
  const comma = text.indexOf(",", previous.offset + previous.length);
  const commented = text.slice(comma + 1, part.offset).includes("/");
  const start = commented ? part.offset : comma;
  return { offset: start, length: end - start, text: "" };
}

/** How many brackets `node` is inside of. */
function levelOf(node: Node): number {
  let level = 0;
  for (let at = node.parent; at; at = at.parent) if (at.type !== "property") level++;
  return level;
}

/** The blanks in front of what begins a line; undefined where something else does. */
function indentOf(text: string, offset: number): string | undefined {
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** JSON as people write it: short objects and lists on one line, others with a line for each part. */
export function json(value: unknown, level: string, layout: Layout): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = level + layout.indent;
  const parts = Array.isArray(value)
    ? value.map((each) => json(each, inner, layout))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${json(each, inner, layout)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const line = `${open}${parts.join(", ")}${close}`;
  if (line.length + level.length <= 100 && !line.includes("\n")) return line;
  return `${open}${layout.eol}${inner}${parts.join(`,${layout.eol}${inner}`)}${layout.eol}${level}${close}`;
}

function applyChanges(text: string, changes: readonly Change[]): string {
  // Of two at one offset the latter is made first, so that the former stands before it.
  return changes
    .toReversed()
    .toSorted((a, b) => b.offset - a.offset)
    .reduce(
      (before, { offset, length, text: replacement }) =>
        before.slice(0, offset) + replacement + before.slice(offset + length),
      text,
    );
}
