import { alternatives, type SchemaNode, tagOf } from "../schema-node.ts";

/**
 * Snippets in the syntax of editors: `${1:256}` is a place to fill in, `${1|true,false|}` a choice. Written out with what
 * the places hold at first, a snippet is JSON.
 */

/** Makes the places of one snippet, numbered in the order in which they are asked for. */
class Places {
  #count = 0;

  text(content: string): string {
    this.#count++;
    return content === "" ? `$${this.#count}` : `\${${this.#count}:${escaped(content)}}`;
  }

  choice(options: readonly string[]): string {
    if (options.length === 1) return this.text(options[0]!);
    this.#count++;
    return `\${${this.#count}|${options.map((each) => escaped(each).replace(/[,|]/g, "\\$&")).join(",")}|}`;
  }
}

/** Text that stands in a snippet as it is. */
export function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** `"name": value`, the value a place to fill in: what the bases say (`inherited`), otherwise the default. */
export function fieldSnippet(name: string, node: SchemaNode, inherited: unknown): string {
  return `${escaped(JSON.stringify(name))}: ${fieldValue(node, inherited, new Places())}`;
}

/** A whole value with a place for each plain value in it. */
export function valueSnippet(value: unknown): string {
  return withPlaces(value, new Places());
}

/** An object of one kind: `{"op": "cutout", "probability": ${1:0.5}}`. */
export function kindSnippet(branch: SchemaNode, tag: string): string {
  const places = new Places();
  const fields = Object.entries(branch.properties ?? {}).map(([name, field]) => {
    const value = name === tag ? escaped(JSON.stringify(field.const)) : fieldValue(field, undefined, places);
    return `${escaped(JSON.stringify(name))}: ${value}`;
  });
  return object(fields);
}

function fieldValue(node: SchemaNode, inherited: unknown, places: Places): string {
  const names = choices(node);
  const start = inherited === undefined ? (node.default ?? undefined) : inherited;
  if (names && (start === undefined || names.includes(JSON.stringify(start)))) {
    const first = start === undefined ? names[0]! : JSON.stringify(start);
    return places.choice([first, ...names.filter((each) => each !== first)]);
  }
  // A section is filled in field by field: most of it is fine as it is.
  if (node.properties && Object.keys(node.properties).length > 1) return `{\n\t${places.text("")}\n}`;
  if (start !== undefined && start !== null) return withPlaces(start, places);
  return withPlaces(example(node), places);
}

/** The JSON texts of a field that knows all its values. */
function choices(node: SchemaNode): string[] | undefined {
  const values = node.enum ?? (node.type === "boolean" ? [true, false] : undefined);
  return values?.map((value) => JSON.stringify(value));
}

/** A value that the schema accepts, for a field that has no default to begin with. */
export function example(node: SchemaNode): unknown {
  if (node.default !== undefined && node.default !== null) return node.default;
  if (node.const !== undefined) return node.const;
  if (node.enum) return node.enum[0];
  const tag = tagOf(node);
  const first = alternatives(node).find((branch) => branch.type !== "null");
  if (first && first !== node && (tag || node.anyOf)) return example(first);
  if (node.properties)
    return Object.fromEntries(
      Object.entries(node.properties)
        .filter(([name, field]) => node.required?.includes(name) || field.default !== undefined)
        .map(([name, field]) => [name, example(field)]),
    );
  if (node.type === "array") {
    if (Array.isArray(node.items)) return node.items.map(example);
    return node.items && node.minItems ? [example(node.items)] : [];
  }
  if (node.type === "integer" || node.type === "number") return node.minimum ?? (node.exclusiveMinimum === 0 ? 1 : 0);
  if (node.type === "boolean") return true;
  return node.type === "null" ? null : "";
}

/** JSON on one line where it is short, otherwise an item or field a line, and a place for each plain value. */
function withPlaces(value: unknown, places: Places): string {
  if (Array.isArray(value)) {
    const items = value.map((each) => withPlaces(each, places));
    const perLine =
      value.some((each) => typeof each === "object" && each !== null) && JSON.stringify(value).length > 80;
    return perLine ? `[\n\t${items.join(",\n\t")}\n]` : `[${items.join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(
      ([name, each]) => `${escaped(JSON.stringify(name))}: ${withPlaces(each, places)}`,
    );
    return object(fields);
  }
  if (typeof value === "string") {
    const json = JSON.stringify(value);
    return `"${places.text(json.slice(1, -1))}"`;
  }
  return places.text(shortNumber(value));
}

/** 1.3333333333 for 4/3: what a person would write. */
function shortNumber(value: unknown): string {
  return JSON.stringify(typeof value === "number" ? Number(value.toPrecision(11)) : value);
}

function object(fields: readonly string[]): string {
  return `{${fields.join(", ")}}`;
}
