import type { Language } from "../language.ts";
import { recipeSchemaNode, type SchemaNode, schemaNodeOf } from "../recipe/schema-node.ts";
import { studySchema } from "./schema.ts";

const made = new Map<Language, SchemaNode>();

/** The study's schema as plain JSON; the fields of `set` are those of a recipe, by path. */
export function studySchemaNode(language: Language = "en"): SchemaNode {
  const known = made.get(language);
  if (known) return known;
  const root = schemaNodeOf(studySchema, language);
  const variant = root.properties?.variants?.items;
  const set = variant && !Array.isArray(variant) ? variant.properties?.set : undefined;
  if (set) set.properties = recipePaths(language);
  made.set(language, root);
  return root;
}

/** "learningRate.warmup.epochs" and all other fields of a recipe that have a value of their own. */
export function recipePaths(language: Language): Record<string, SchemaNode> {
  const paths: Record<string, SchemaNode> = {};
  const visit = (node: SchemaNode, path: string): void => {
    for (const [name, field] of Object.entries(node.properties ?? {})) {
      const at = path === "" ? name : `${path}.${name}`;
      if (at === "extends" || at === "$schema" || at === "name") continue;
      if (field.properties) visit(field, at);
      else paths[at] = field;
    }
  };
  visit(recipeSchemaNode(language), "");
  return paths;
}
