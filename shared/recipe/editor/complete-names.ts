import type { Language, Text } from "../../language.ts";
import { defaultText } from "../default-text.ts";
import { alternatives, type SchemaNode, tagOf } from "../schema-node.ts";
import type { CompletionContext, Proposal } from "./complete.ts";
import type { Cursor } from "./cursor.ts";
import { fieldOf, schemaAtCursor } from "./schema-at-cursor.ts";
import { escaped, fieldSnippet } from "./snippet.ts";

/** The fields that the object at the cursor does not have yet, each with its value as a snippet. */
export function nameProposals(cursor: Cursor, { schema, language, inherited }: CompletionContext): Proposal[] {
  const { parent, union, inherited: base } = schemaAtCursor(schema, cursor, inherited);
  const known = parent?.properties ?? tagField(union);
  const { fields } = cursor.levels.at(-1) ?? { fields: new Map() };
  // Where a colon follows, the field has its value: only the name is replaced.
  const nameOnly = cursor.next === "colon";
  const needsComma = !nameOnly && (cursor.next === "name" || cursor.next === "value");
  return Object.entries(known ?? {})
    .filter(([name]) => !fields.has(name))
    .map(([name, node]): Proposal => {
      const start = fieldOf(base, name);
      const snippet = nameOnly ? escaped(JSON.stringify(name)) : fieldSnippet(name, node, start);
      return {
        label: name,
        kind: "field",
        ...detailOf(node, start, language),
        ...(node.markdownDescription ? { documentation: node.markdownDescription } : {}),
        text: snippet + (needsComma ? "," : ""),
        suggestAgain: !nameOnly && node.properties !== undefined && snippet.includes("\n"),
      };
    });
}

/** An object whose kind is not written yet has one field to write: the kind. */
function tagField(union: SchemaNode | undefined): Record<string, SchemaNode> | undefined {
  const tag = union && tagOf(union);
  if (tag === undefined || !union) return undefined;
  const tags = alternatives(union).map((branch) => branch.properties?.[tag]?.const);
  return { [tag]: { enum: tags } };
}

const words = {
  default: { en: "default", ko: "기본값" },
  inherited: { en: "inherited", ko: "상속된 값" },
} satisfies Record<string, Text>;

function detailOf(node: SchemaNode, inherited: unknown, language: Language): { detail?: string } {
  if (node.properties) return node.title ? { detail: node.title } : {};
  const value = inherited === undefined ? node.default : inherited;
  const shown = value === undefined ? "" : defaultText(value);
  const facts = [
    shown === "" || shown.length > 40
      ? ""
      : `${words[inherited === undefined ? "default" : "inherited"][language]} ${shown}`,
    node.unit ?? "",
  ];
  const detail = facts.filter(Boolean).join(" · ");
  return detail ? { detail } : {};
}
