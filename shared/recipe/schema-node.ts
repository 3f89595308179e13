import { z } from "zod";
import type { Language } from "../language.ts";
import { type Notes, noteLabels } from "./field.ts";
import { recipeSchema } from "./schema.ts";

/**
 * The recipe's schema as plain JSON (draft-07, as a person writes a recipe: fields with a default are optional), with its
 * notes in one language. What is said of a field comes from here: expectations in error messages, hovers, the schema for
 * editors and docs/recipe.md.
 */
export interface SchemaNode {
  title?: string;
  /** Markdown. */
  description?: string;
  /** Title, description, unit and source together. */
  markdownDescription?: string;
  source?: string;
  unit?: string;
  default?: unknown;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, SchemaNode>;
  required?: string[];
  additionalProperties?: boolean;
  items?: SchemaNode | SchemaNode[];
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
}

const made = new Map<Language, SchemaNode>();

export function recipeSchemaNode(language: Language = "en"): SchemaNode {
  const known = made.get(language);
  if (known) return known;
  const root = schemaNodeOf(recipeSchema, language);
  writeDefaultsOut(root, recipeSchema.parse({}));
  made.set(language, root);
  return root;
}

/** A schema whose fields have notes, as plain JSON with the notes in one language. */
export function schemaNodeOf(schema: z.ZodType, language: Language): SchemaNode {
  return z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => {
      // Written anew field by field, so that the notes stand in their place and not at the end.
      for (const [key, value] of Object.entries(jsonSchema)) {
        delete jsonSchema[key];
        Object.assign(jsonSchema, key === "notes" ? notesIn(language, value as Notes) : { [key]: value });
      }
      // Zod's integers end at 2^53: no field means that, and it would be read as a limit of the field.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  }) as SchemaNode;
}

function notesIn(language: Language, { title, text, source, unit }: Notes): SchemaNode {
  const inWords = { title: title[language], description: text[language] };
  if (!source) return inWords;
  const unitText = unit ? ` ${noteLabels.unit[language]}: ${unit[language]}.` : "";
  const sourceText = `\n\n*${noteLabels.source[language]}: ${source[language]}.*`;
  return {
    ...inWords,
    markdownDescription: `**${title[language]}.** ${text[language]}${unitText}${sourceText}`,
    source: source[language],
    ...(unit ? { unit: unit[language] } : {}),
  };
}

/** A default such as `{}` stands for what the schema makes of it: people are told that. */
function writeDefaultsOut(node: SchemaNode, value: unknown): void {
  if (node.default !== undefined) node.default = value;
  const fields = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  for (const [name, field] of Object.entries(node.properties ?? {})) writeDefaultsOut(field, fields[name]);
}

/** The alternatives of a union, or the node itself. */
export function alternatives(node: SchemaNode): SchemaNode[] {
  return node.oneOf ?? node.anyOf ?? [node];
}

/** The field that tells the alternatives of a union apart ("op", "kind"), where there is one. */
export function tagOf(node: SchemaNode): string | undefined {
  const [first, ...others] = node.oneOf ?? [];
  return Object.keys(first?.properties ?? {}).find(
    (name) =>
      first?.properties?.[name]?.const !== undefined && others.every((other) => other.properties?.[name]?.const),
  );
}

/** What is said of such a field as long as it names no alternative. */
export function tagNode(language: Language): SchemaNode {
  return notesIn(language, {
    title: { en: "Kind", ko: "종류" },
    text: { en: "Decides which other fields there are.", ko: "다른 필드로 무엇을 쓸 수 있는지 정합니다." },
  });
}

/** The alternative that `value` is meant to be: the one with its tag, otherwise the first of its JSON type. */
export function alternativeFor(node: SchemaNode, value: unknown): SchemaNode | undefined {
  const tag = tagOf(node);
  const object = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  if (tag) return node.oneOf?.find((branch) => branch.properties?.[tag]?.const === object[tag]);
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return alternatives(node).find((branch) => typeOf(branch) === type);
}

/**
 * The schema of the field at `path`; `value` is the whole recipe, which decides between alternatives on the way. `root` is
 * the schema of another document than a recipe.
 */
export function schemaAt(
  path: readonly (string | number)[],
  value: unknown,
  language: Language = "en",
  root: SchemaNode = recipeSchemaNode(language),
): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  let at = value;
  for (const key of path) {
    // What is not written has its default.
    if (at === undefined) at = node?.default;
    node = node && alternativeFor(node, at);
    if (typeof key === "number") node = Array.isArray(node?.items) ? node.items[key] : node?.items;
    else node = node?.properties && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
    at = typeof at === "object" && at !== null ? (at as Record<string | number, unknown>)[key] : undefined;
  }
  return node;
}

function typeOf(node: SchemaNode): string | undefined {
  if (node.const !== undefined) return typeof node.const;
  if (node.enum) return typeof node.enum[0];
  return node.type === "integer" ? "number" : (node.type as string | undefined);
}
