import type { Language } from "../../language.ts";
import { defaultText } from "../default-text.ts";
import { alternatives, type SchemaNode, tagOf } from "../schema-node.ts";
import type { CompletionContext, Proposal } from "./complete.ts";
import type { Cursor } from "./cursor.ts";
import { fieldOf, memberOf, schemaAtCursor } from "./schema-at-cursor.ts";
import { escaped, example, kindSnippet, valueSnippet } from "./snippet.ts";

/** The values of the field or item at the cursor, as far as they can be listed; whole objects for those that have a kind. */
export function valueProposals(
  cursor: Cursor,
  { schema, inherited, language, values: further }: CompletionContext,
): Proposal[] {
  const { parent, union, inherited: base } = schemaAtCursor(schema, cursor, inherited);
  const inList = cursor.levels.at(-1)?.kind === "array";
  // A second value behind a field's colon cannot be right.
  if (cursor.next === "colon" || (cursor.next === "value" && !inList && !cursor.token)) return [];
  const key = cursor.path.at(-1);
  const node = key === undefined ? schema : memberOf(parent, key);
  const comma = cursor.next === "name" || cursor.next === "value" ? "," : "";
  const proposals = [
    ...(further?.(cursor.path) ?? []).map(
      ({ value, ...notes }): Proposal => ({
        label: value,
        kind: "file",
        text: escaped(JSON.stringify(value)),
        suggestAgain: false,
        ...notes,
      }),
    ),
    ...(union && key !== undefined && tagOf(union) === key
      ? tags(union, key)
      : node
        ? [...kinds(node), ...plainValues(node, typeof key === "string" ? fieldOf(base, key) : undefined, language)]
        : []),
  ];
  const different = new Map(proposals.toReversed().map((each) => [each.label, each]));
  return (
    proposals
      .filter((each) => different.get(each.label) === each)
      // Inside of quotes there is room for a text only.
      .filter(({ text }) => !cursor.token?.quoted || text.startsWith('"'))
      .map((each) => ({ ...each, text: each.text + comma }))
  );
}

/** The values of the field that decides between kinds. */
function tags(union: SchemaNode, tag: string): Proposal[] {
  return alternatives(union).map((branch) => ({
    ...about(branch, tag),
    kind: "value",
    text: escaped(JSON.stringify(branch.properties?.[tag]?.const)),
    suggestAgain: false,
  }));
}

/** An object of each kind, with all its fields. */
function kinds(node: SchemaNode): Proposal[] {
  const tag = tagOf(node);
  if (tag === undefined) return [];
  return alternatives(node).map((branch) => ({
    ...about(branch, tag),
    kind: "object",
    text: kindSnippet(branch, tag),
    suggestAgain: false,
  }));
}

function about(branch: SchemaNode, tag: string): Pick<Proposal, "label" | "detail" | "documentation"> {
  const { const: value, title, markdownDescription } = branch.properties?.[tag] ?? {};
  return {
    label: String(value),
    ...(title ? { detail: title } : {}),
    ...(markdownDescription ? { documentation: markdownDescription } : {}),
  };
}

function plainValues(node: SchemaNode, inherited: unknown, language: Language): Proposal[] {
  if (tagOf(node) !== undefined) return [];
  const listed = alternatives(node).flatMap((branch): unknown[] => {
    if (branch.const !== undefined) return [branch.const];
    if (branch.enum) return branch.enum;
    if (branch.type === "boolean") return [true, false];
    return branch.type === "null" ? [null] : [];
  });
  const objects = alternatives(node).flatMap((branch) =>
    branch.properties && branch !== node ? [example({ ...branch, default: undefined })] : [],
  );
  const starts = node.properties ? [] : [inherited, node.default].filter((value) => value !== undefined);
  const proposals = [...starts, ...listed, ...objects].map((value): Proposal => {
    const detail = value === inherited ? words.inherited : value === node.default ? words.default : undefined;
    return {
      label: typeof value === "string" ? value : defaultText(value).slice(0, 80),
      kind: typeof value === "object" && value !== null ? "object" : "value",
      ...(detail ? { detail: detail[language] } : {}),
      text: typeof value === "object" && value !== null ? valueSnippet(value) : escaped(JSON.stringify(value)),
      suggestAgain: false,
    };
  });
  if (node.properties) proposals.push({ label: "{}", kind: "object", text: "{\n\t$1\n}", suggestAgain: true });
  if (node.type === "array") proposals.push({ label: "[]", kind: "object", text: "[$1]", suggestAgain: true });
  return proposals;
}

const words = { default: { en: "default", ko: "기본값" }, inherited: { en: "inherited", ko: "상속된 값" } };
