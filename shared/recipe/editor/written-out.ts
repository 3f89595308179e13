import type { Language, Text } from "../../language.ts";
import { loadRecipe } from "../load-recipe.ts";
import { presetNotes, presets } from "../presets/index.ts";
import { type Recipe, recipeSchema } from "../schema.ts";
import { recipeSchemaNode } from "../schema-node.ts";
import { json } from "./change-text.ts";

/** A recipe with every default, in the schema's order, a comment above each section. Reading it gives the recipe again. */
export function writtenOut(recipe: Recipe, language: Language, header: readonly string[] = []): string {
  const { properties = {} } = recipeSchemaNode(language);
  const layout = { indent: "  ", eol: "\n" };
  const fields = Object.keys(properties).flatMap((name) => {
    const value = (recipe as Record<string, unknown>)[name];
    if (value === undefined || name === "$schema" || name === "extends") return [];
    const comment = properties[name]?.properties ? [`  // ${oneLine(properties[name]?.description ?? "")}`] : [];
    return [{ comment, line: `  ${JSON.stringify(name)}: ${byLine(value)}` }];
  });
  const lines = fields.flatMap(({ comment, line }, i) => [...comment, i === fields.length - 1 ? line : `${line},`]);
  return [...header.map((line) => `// ${oneLine(line)}`), "{", ...lines, "}", ""].join("\n");

  /** Sections have a line for each field, so that a difference shows one. */
  function byLine(value: unknown): string {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return json(value, "  ", layout);
    const parts = Object.entries(value).map(
      ([name, each]) => `    ${JSON.stringify(name)}: ${json(each, "    ", layout)}`,
    );
    return `{\n${parts.join(",\n")}\n  }`;
  }
}

/** What a preset stands for, as a text to read; undefined for a name that there is not. */
export function presetText(name: string, language: Language): string | undefined {
  if (!Object.hasOwn(presets, name) || !Object.hasOwn(presetNotes, name)) return undefined;
  const { title, text } = presetNotes[name as keyof typeof presetNotes];
  const recipe = presetRecipe(name);
  const header = [`${name}: ${title[language]}`, text[language], readOnly[language]];
  return recipe && writtenOut(recipe, language, header);
}

export function presetRecipe(name: string): Recipe | undefined {
  const text = JSON.stringify({ name: name.replace(":", "-"), extends: name });
  return loadRecipe({ file: "", text, readFile: noFile }).recipe ?? undefined;
}

/** The recipe of an empty file. */
export const defaultRecipe = (): Recipe => recipeSchema.parse({});

const readOnly: Text = {
  en: 'Every field as this preset has it. Write { "extends": … } in a recipe, and only what differs.',
  ko: '이 프리셋의 모든 필드입니다. 레시피에는 { "extends": … } 과 다른 부분만 쓰면 됩니다.',
};

function noFile(path: string): string {
  throw new Error(`${path}: a preset extends no file`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
