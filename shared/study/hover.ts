import type { Language } from "../language.ts";
import { defaultText } from "../recipe/default-text.ts";
import { cursorAt } from "../recipe/editor/cursor.ts";
import { fieldMarkdown, type Hover } from "../recipe/editor/hover.ts";
import { readLoosely } from "../recipe/editor/read-loosely.ts";
import { defaultRecipe } from "../recipe/editor/written-out.ts";
import { expectation } from "../recipe/expectation.ts";
import { noteMarkdown } from "../recipe/field-note.ts";
import { schemaAt } from "../recipe/schema-node.ts";
import { studySchemaNode } from "./schema-node.ts";

/** What the field at `offset` is: one of the study, or the recipe's field that a variant sets. */
export function studyHoverAt(text: string, offset: number, language: Language): Hover | undefined {
  const { place, token, path: at } = cursorAt(text, offset);
  if (!token || place === "none") return undefined;
  const word = text.slice(token.start, token.end);
  const path = place === "name" ? [...at, word.replace(/^"|"$/g, "")] : at;
  const range = { start: token.start, end: token.end };
  const [top, , field, set] = path;
  if (top === "variants" && field === "set" && typeof set === "string") {
    const context = { recipe: defaultRecipe(), inherited: undefined, inheritedFrom: () => null, language };
    const markdown = fieldMarkdown(set.split("."), undefined, context);
    return markdown === undefined ? undefined : { range, markdown };
  }
  const node = schemaAt(path, readLoosely(text).value, language, studySchemaNode(language));
  if (node?.title === undefined || node.description === undefined) return undefined;
  const { title, description, unit = null, source = null } = node;
  const note = {
    title,
    description,
    expects: expectation(node)[language],
    values: [],
    default: node.default === undefined ? null : defaultText(node.default),
    unit,
    source,
  };
  return { range, markdown: `\`${path.join(".")}\`\n\n${noteMarkdown(note, language)}` };
}
