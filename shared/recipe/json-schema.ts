import { presets } from "./presets/index.ts";
import { recipeSchemaNode, type SchemaNode, tagNode, tagOf } from "./schema-node.ts";

type Json = Record<string, unknown>;

/**
 * The draft-07 schema that editors check and complete recipes with (schemas/recipe.schema.json). It accepts what
 * `recipeSchema` accepts, arranged so that an editor shows one exact message for a mistake:
 *
 * - A union with a tag is an object whose tag is an `enum`, and an `if/then` for each kind. With `oneOf`, a wrong tag
 *   would be reported against an alternative that the person did not mean.
 * - A union of JSON types ("a number or an object") is one schema with all the types: a keyword such as `minimum` applies
 *   to its own type only.
 */
export function editorSchema(): Json {
  const { title, description, ...schema } = recipeSchemaNode();
  const { properties, ...rest } = forEditor(schema) as { properties: Record<string, Json> };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title,
    description,
    allowComments: true,
    allowTrailingCommas: true,
    ...rest,
    // Proposed, not required: a path is as good.
    properties: { ...properties, extends: { ...properties.extends, examples: Object.keys(presets) } },
  };
}

function forEditor(node: SchemaNode): Json {
  const tag = tagOf(node);
  if (tag) return taggedUnion(node, tag);
  if (node.anyOf) return { ...about(node), ...union(node.anyOf), ...snippets(node) };
  const { properties, items, default: value, description, markdownDescription, source, unit, ...rest } = node;
  return {
    ...rest,
    ...(description === undefined ? {} : { description }),
    ...(markdownDescription === undefined ? {} : { markdownDescription }),
    // A section's default is `{}`: nothing to propose.
    ...(value === undefined || properties ? {} : { default: value }),
    ...(properties ? { properties: mapValues(properties, forEditor) } : {}),
    ...(items ? { items: Array.isArray(items) ? items.map(forEditor) : forEditor(items) } : {}),
  };
}

function taggedUnion(node: SchemaNode, tag: string): Json {
  const branches = node.oneOf ?? [];
  const tags = branches.map((branch) => branch.properties?.[tag]?.const);
  return {
    ...about(node),
    type: "object",
    required: [tag],
    properties: {
      [tag]: {
        title: tag,
        description: tagNode("en").description,
        type: "string",
        enum: tags,
        // What VS Code shows beside each proposal.
        markdownEnumDescriptions: branches.map((branch) => branch.properties?.[tag]?.markdownDescription),
      },
    },
    allOf: branches.map((branch) => ({
      if: { type: "object", required: [tag], properties: { [tag]: { const: branch.properties?.[tag]?.const } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
      then: withoutType(forEditor(branch)),
    })),
    defaultSnippets: branches.map((branch) => ({
      label: String(branch.properties?.[tag]?.const),
      description: branch.description,
      body: mapValues(branch.properties ?? {}, (field) => field.const ?? field.default),
    })),
  };
}

/** One schema for alternatives of different JSON types. */
function union(branches: readonly SchemaNode[]): Json {
  const merged: Json = { type: branches.map(jsonType) };
  const conditions: Json[] = [];
  for (const branch of branches) {
    // A `const` or `enum` speaks of every type, so it is kept for its own.
    if (branch.const !== undefined || branch.enum) {
      const { const: only, enum: values } = branch;
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
      conditions.push({ if: { type: jsonType(branch) }, then: values ? { enum: values } : { const: only } });
    } else Object.assign(merged, withoutType(forEditor(branch)));
  }
  return conditions.length > 0 ? { ...merged, allOf: conditions } : merged;
}

/** What can be written where a union of types stands: editors propose nothing by themselves. */
function snippets(node: SchemaNode): Json {
  const bodies = (node.anyOf ?? []).flatMap((branch): unknown[] => {
    if (branch.const !== undefined) return [branch.const];
    if (branch.type === "null") return [null];
    if (!branch.properties) return [];
    return [mapValues(branch.properties, (field) => field.default ?? field.minimum ?? [])];
  });
  const labelled = bodies.map((body) => ({ label: JSON.stringify(body).slice(0, 80), body }));
  return labelled.length > 0 ? { defaultSnippets: labelled } : {};
}

function about({ title, description, markdownDescription, default: value }: SchemaNode): Json {
  const known = { title, description, markdownDescription, default: value };
  return Object.fromEntries(Object.entries(known).filter(([, each]) => each !== undefined));
}

function jsonType(node: SchemaNode): string {
  const { const: only = node.enum?.[0] } = node;
  return only === undefined ? String(node.type) : typeof only;
}

function withoutType({ type: _type, ...rest }: Json): Json {
  return rest;
}

function mapValues<T, U>(record: Record<string, T>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
