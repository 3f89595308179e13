import type { Node } from "jsonc-parser";
import type { Range } from "../source/source.ts";

/** A field in the outline. */
export interface RecipeSymbol {
  name: string;
  /** A plain value, or the kind of an object. */
  detail: string;
  kind: "section" | "list" | "text" | "number" | "switch" | "operation";
  range: Range;
  /** What is selected when it is chosen. */
  selection: Range;
  children: RecipeSymbol[];
}

/** The outline of a text: fields by name, operations and variants by theirs. */
export function symbolsOf(tree: Node | undefined): RecipeSymbol[] {
  if (tree?.type === "object") return (tree.children ?? []).flatMap(fieldSymbol);
  return tree?.type === "array" ? (tree.children ?? []).map(itemSymbol) : [];
}

function fieldSymbol(property: Node): RecipeSymbol[] {
  const [name, value] = property.children ?? [];
  // Where the value is not written yet.
  if (!name || !value) return [];
  return [{ ...symbolOf(value, String(name.value)), range: rangeOf(property), selection: rangeOf(name) }];
}

function itemSymbol(item: Node, index: number): RecipeSymbol {
  const name = ["op", "name"]
    .map((tag) => fieldValue(item, tag))
    .find((each) => typeof each === "string" && each !== "");
  const symbol = symbolOf(item, typeof name === "string" ? name : `[${index}]`);
  return typeof name === "string" ? { ...symbol, kind: "operation" } : symbol;
}

function symbolOf(value: Node, name: string): RecipeSymbol {
  const common = { name: name === "" ? '""' : name, range: rangeOf(value), selection: rangeOf(value) };
  switch (value.type) {
    case "object": {
      const kind = fieldValue(value, "kind");
      return { ...common, detail: typeof kind === "string" ? kind : "", kind: "section", children: symbolsOf(value) };
    }
    case "array": {
      const items = value.children ?? [];
      const plain = items.every(({ type }) => type !== "object" && type !== "array");
      return {
        ...common,
        detail: plain ? short(`[${items.map((item) => JSON.stringify(item.value)).join(", ")}]`) : "",
        kind: "list",
        children: plain ? [] : items.map(itemSymbol),
      };
    }
    default: {
      const kind = value.type === "string" ? "text" : value.type === "number" ? "number" : "switch";
      return { ...common, detail: short(JSON.stringify(value.value)), kind, children: [] };
    }
  }
}

function fieldValue(node: Node, name: string): unknown {
  return node.children?.find((property) => property.children?.[0]?.value === name)?.children?.[1]?.value;
}

function rangeOf({ offset, length }: Node): Range {
  return { start: offset, end: offset + length };
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
