import { alternativeFor, type SchemaNode, tagOf } from "../schema-node.ts";
import type { Cursor, Level } from "./cursor.ts";

/**
 * The schema of what is at the cursor: of the innermost bracket at a name or behind a value (`parent`), and of the value at
 * the cursor (`value`). `inherited` is what the bases say, which decides the kind where the text says none.
 */
export interface SchemaAtCursor {
  /** The alternative that the object is; undefined while its kind is not written. */
  parent: SchemaNode | undefined;
  /** The union that the object is one of, or the same as `parent`. */
  union: SchemaNode | undefined;
  /** What the bases say of the innermost bracket. */
  inherited: unknown;
}

export function schemaAtCursor(root: SchemaNode, { levels, path }: Cursor, inherited: unknown): SchemaAtCursor {
  let union: SchemaNode | undefined = root;
  let base = inherited;
  let parent: SchemaNode | undefined;
  for (const [depth, level] of levels.entries()) {
    parent = union && alternativeFor(union, shape(level, union, base));
    if (depth === levels.length - 1) break;
    const key = path[depth];
    union = key === undefined ? undefined : memberOf(parent, key);
    base = level.kind === "array" ? undefined : fieldOf(base, key);
  }
  return { parent, union, inherited: levels.at(-1)?.kind === "array" ? undefined : base };
}

/** The schema of a field or an item. */
export function memberOf(node: SchemaNode | undefined, key: string | number): SchemaNode | undefined {
  if (typeof key === "number") return Array.isArray(node?.items) ? node.items[key] : node?.items;
  return node?.properties && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
}

export function fieldOf(value: unknown, key: string | number | undefined): unknown {
  return key !== undefined && typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

/** As much of a value as tells alternatives apart: its JSON type and its tag. */
function shape(level: Level, union: SchemaNode, inherited: unknown): unknown {
  if (level.kind === "array") return [];
  const tag = tagOf(union);
  return tag === undefined ? {} : { [tag]: level.fields.get(tag) ?? fieldOf(inherited, tag) };
}
