import type { Range, Source } from "./source.ts";

/**
 * A JSON value that remembers where it was written. Bases, the recipe and overrides are merged as such nodes, so that a
 * problem in the merged recipe is shown at the place, in the file, that a person has to change.
 */
export type SourceNode = ObjectNode | ArrayNode | ScalarNode;

interface Written {
  source: Source;
  /** The value's text. */
  range: Range;
  /** The name's text with its quotes, where the value is a field of an object. */
  name?: Range;
}

export interface ObjectNode extends Written {
  kind: "object";
  fields: ReadonlyMap<string, SourceNode>;
}

export interface ArrayNode extends Written {
  kind: "array";
  items: readonly SourceNode[];
}

export interface ScalarNode extends Written {
  kind: "scalar";
  value: string | number | boolean | null;
}

export type Path = readonly (string | number)[];

/** The plain value. Object keys are free of `__proto__` and the like: the parser refuses them. */
export function toValue(node: SourceNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries([...node.fields].map(([name, field]) => [name, toValue(field)]));
    case "array":
      return node.items.map(toValue);
    case "scalar":
      return node.value;
  }
}

function child(node: SourceNode, key: string | number): SourceNode | undefined {
  if (node.kind === "object") return node.fields.get(String(key));
  return node.kind === "array" && typeof key === "number" ? node.items[key] : undefined;
}

/** The node at `path`, or undefined where nothing is written there. */
export function findNode(root: SourceNode, path: Path): SourceNode | undefined {
  let node: SourceNode | undefined = root;
  for (const key of path) node = node && child(node, key);
  return node;
}

/** The deepest node on the way to `path`, and how many keys of the path lead to it. */
export function nearestNode(root: SourceNode, path: Path): { node: SourceNode; depth: number } {
  let node = root;
  for (const [depth, key] of path.entries()) {
    const next = child(node, key);
    if (!next) return { node, depth };
    node = next;
  }
  return { node, depth: path.length };
}
