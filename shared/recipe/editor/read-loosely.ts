import { getNodeValue, type Node, parseTree } from "jsonc-parser";
import { firstTooDeep, maximumTextBytes } from "../source/parse-jsonc.ts";

/** A text as far as it can be understood, for everything that goes on working while somebody types. */
export interface LooseText {
  text: string;
  /** Undefined where there is nothing, or too much of it: the problems say so. */
  tree: Node | undefined;
  /** As plain values. */
  value: unknown;
}

export function readLoosely(text: string): LooseText {
  // The parser is recursive: a text of brackets alone would exhaust its stack.
  if (text.length > maximumTextBytes || firstTooDeep(text)) return { text, tree: undefined, value: undefined };
  const tree = parseTree(text, [], { allowTrailingComma: true });
  return { text, tree, value: tree && getNodeValue(tree) };
}
