import type { Language } from "../language.ts";
import { defaultText } from "./default-text.ts";
import { expectation, oneOf } from "./expectation.ts";
import { noteLabels } from "./field.ts";
import { presetNotes } from "./presets/index.ts";
import { alternatives, type SchemaNode, schemaAt, tagNode, tagOf } from "./schema-node.ts";
import type { Path } from "./source/node.ts";

/** What a person is told about a field, in one language: the content of a hover. */
export interface FieldNote {
  title: string;
  /** Markdown. */
  description: string;
  /** Type and range: "a whole number from 1 to 100000". */
  expects: string;
  /** The values that have a name: of an enum, a tag or a switch, and the presets of `extends`. */
  values: ValueNote[];
  /** As JSON; null for a section, and where there is none. */
  default: string | null;
  unit: string | null;
  source: string | null;
}

/** A value that a field can have. Title and description are null where the description of the field says it all. */
export interface ValueNote {
  value: string | number | boolean | null;
  title: string | null;
  /** Markdown. */
  description: string | null;
}

/**
 * The note of the field at `path`; of an item of a plain list, that of the list. Undefined where the schema knows no such
 * field. `recipe` is the recipe as written: it decides which kind of decay, which operation the path lies in.
 */
export function fieldNote(path: Path, recipe: unknown, language: Language = "en"): FieldNote | undefined {
  const node = schemaAt(path, recipe, language) ?? (taggedBy(path, recipe, language) && tagNode(language));
  if (!node) return undefined;
  const { title, description, unit = null, source = null, default: value, properties } = node;
  if (title === undefined || description === undefined)
    return typeof path.at(-1) === "number" ? fieldNote(path.slice(0, -1), recipe, language) : undefined;
  const union = taggedBy(path, recipe, language);
  const values = valueNotes(path, recipe, language);
  return {
    title,
    description,
    expects: (union ? oneOf(values.map((each) => each.value)) : expectation(node))[language],
    values,
    default: value === undefined || properties ? null : defaultText(value),
    unit,
    source,
  };
}

/** The values of the field at `path` that have a name, in the schema's order. */
export function valueNotes(path: Path, recipe: unknown, language: Language = "en"): ValueNote[] {
  const tagged = taggedBy(path, recipe, language);
  if (tagged)
    return tagged.flatMap(({ const: value, title = null, description = null }) =>
      typeof value === "string" ? [{ value, title, description }] : [],
    );
  if (path.length === 1 && path[0] === "extends")
    return Object.entries(presetNotes).map(([value, { title, text }]) => ({
      value,
      title: title[language],
      description: text[language],
    }));
  const node = schemaAt(path, recipe, language);
  return node ? alternatives(node).flatMap(plainValues) : [];
}

/** Where `path` ends in the field that tells a union's alternatives apart: that field of each of them. */
function taggedBy(path: Path, recipe: unknown, language: Language): SchemaNode[] | undefined {
  const name = path.at(-1);
  const union = schemaAt(path.slice(0, -1), recipe, language);
  if (typeof name !== "string" || !union || tagOf(union) !== name) return undefined;
  return alternatives(union).flatMap((branch) => branch.properties?.[name] ?? []);
}

function plainValues({ const: only, enum: several, type }: SchemaNode): ValueNote[] {
  const values = several ?? (only !== undefined ? [only] : type === "boolean" ? [true, false] : []);
  return [...values, ...(type === "null" ? [null] : [])].map((value) => ({
    value: value as ValueNote["value"],
    title: null,
    description: null,
  }));
}

/** A note as Markdown, ready for a hover. */
export function noteMarkdown(note: FieldNote, language: Language = "en"): string {
  const { title, description, expects, default: value, unit, source } = note;
  const facts = [
    `${noteLabels.expects[language]}: ${expects.replace(/"[^"]*"/g, (quoted) => `\`${quoted}\``)}`,
    value === null ? "" : `${noteLabels.default[language]}: \`${value}\``,
    unit === null ? "" : `${noteLabels.unit[language]}: ${unit}`,
  ];
  const list = facts
    .filter(Boolean)
    .map((fact) => `- ${fact}`)
    .join("\n");
  return [
    `**${title}**`,
    description,
    list,
    ...(source === null ? [] : [`*${noteLabels.source[language]}: ${source}*`]),
  ].join("\n\n");
}
