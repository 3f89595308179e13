import { alternatives, type SchemaNode, tagOf } from "./schema-node.ts";

/** What a field expects, in words: "a whole number from 1 to 100000", 'one of "step", "cosine"'. */
export function expectation(node: SchemaNode): string {
  const tag = tagOf(node);
  if (tag) return `an object with ${JSON.stringify(tag)}`;
  if (node.anyOf || node.oneOf) return alternatives(node).map(alternativeText).join(" or ");
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) return oneOf(node.enum);
  switch (node.type) {
    case "integer":
    case "number":
      return [node.type === "integer" ? "a whole number" : "a number", rangeText(node)].filter(Boolean).join(" ");
    case "string":
      return node.maxLength ? `a text of ${node.minLength ?? 0} to ${node.maxLength} characters` : "a text";
    case "boolean":
      return "true or false";
    case "array":
      return listText(node);
    default:
      return node.type === "null" ? "null" : "an object";
  }
}

/** Beside other types an object is told by its fields. */
function alternativeText(node: SchemaNode): string {
  const names = Object.keys(node.properties ?? {}).map((name) => JSON.stringify(name));
  return names.length > 0 ? `an object with ${names.join(", ")}` : expectation(node);
}

export function oneOf(values: readonly unknown[]): string {
  const list = values.map((value) => JSON.stringify(value)).join(", ");
  return values.length === 1 ? list : `one of ${list}`;
}

/** "from 1 to 100", "above 0", "of at least 0 and below 1"; "" where any number will do. */
export function rangeText(node: SchemaNode): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = node;
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  const low =
    minimum !== undefined ? `of at least ${minimum}` : exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`;
  const high =
    maximum !== undefined ? `at most ${maximum}` : exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`;
  return [low, high].filter(Boolean).join(" and ");
}

function listText({ items, minItems, maxItems }: SchemaNode): string {
  if (Array.isArray(items)) {
    const each = new Set(items.map(expectation));
    const [only] = each;
    return each.size === 1 ? `a list of ${items.length}, each ${only}` : `a list [${[...each].join(", ")}]`;
  }
  return minItems !== undefined && maxItems !== undefined
    ? `a list of ${minItems} to ${maxItems} items`
    : minItems || maxItems
      ? `a list of ${minItems ? `at least ${minItems}` : `at most ${maxItems}`} items`
      : "a list";
}

/** What came, short enough for a message. */
export function receivedText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 1 ? "a list of 1 item" : `a list of ${value.length} items`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
