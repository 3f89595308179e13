import type { Language } from "../../language.ts";
import type { SchemaNode } from "../schema-node.ts";
import type { Range } from "../source/source.ts";
import { nameProposals } from "./complete-names.ts";
import { valueProposals } from "./complete-values.ts";
import { cursorAt } from "./cursor.ts";

/** Something to write at the cursor. */
export interface Completion {
  label: string;
  kind: "field" | "value" | "object" | "file";
  /** Beside the label: default or meaning, short. */
  detail?: string;
  /** Markdown. */
  documentation?: string;
  /** A snippet, which replaces `range`. */
  insert: string;
  range: Range;
  /** What the word before the cursor is compared with. */
  filter: string;
  /** A comma that is missing before: the offset to write it at. */
  commaAt?: number;
  /** There is more to choose inside of what is written. */
  suggestAgain: boolean;
}

export interface CompletionContext {
  /** Of the whole text, in `language`. */
  schema: SchemaNode;
  language: Language;
  /** What the bases say, as plain values. */
  inherited?: unknown;
  /** Further values of the field at `path`: presets, files. */
  values?: (
    path: readonly (string | number)[],
  ) => readonly { value: string; detail?: string; documentation?: string }[];
}

/** What can be written at `offset`, in the schema's order. Never throws, however unfinished the text. */
export function completionsAt(text: string, offset: number, context: CompletionContext): Completion[] {
  const cursor = cursorAt(text, offset);
  const proposals =
    cursor.place === "name" || (cursor.place === "after" && cursor.levels.at(-1)?.kind === "object")
      ? nameProposals(cursor, context)
      : cursor.place === "value"
        ? valueProposals(cursor, context)
        : [];
  const range = cursor.token ?? { start: offset, end: offset };
  const quoted = cursor.token?.quoted ?? false;
  return proposals.map(({ text: insert, label, ...rest }) => ({
    ...rest,
    label,
    insert,
    range: { start: range.start, end: range.end },
    filter: quoted ? JSON.stringify(label) : label,
    ...(cursor.place === "after" ? { commaAt: cursor.previousEnd } : {}),
  }));
}

/** What can be written, before it is known where exactly. */
export type Proposal = Pick<Completion, "label" | "kind" | "detail" | "documentation" | "suggestAgain"> & {
  /** A snippet. */
  text: string;
};
