import type { ObjectNode, SourceNode } from "./node.ts";

/** Fields whose value decides which other fields an object has: `decay.kind`, an operation's `op`. */
const tagFields = ["kind", "op"];

/**
 * Lays `derived` over `base`: objects are merged field by field, lists and plain values are replaced. Where the two are
 * of another kind (a step decay under a cosine decay), `derived` replaces `base`, whose other fields would mean nothing.
 */
export function mergeNodes(base: SourceNode, derived: SourceNode): SourceNode {
  if (base.kind !== "object" || derived.kind !== "object") return derived;
  if ([...derived.fields].some(([name, field]) => changesTag(base, name, field))) return derived;
  const fields = new Map(base.fields);
  for (const [name, field] of derived.fields) {
    const inherited = fields.get(name);
    fields.set(name, inherited ? mergeNodes(inherited, field) : field);
  }
  return { ...derived, fields };
}

/** `node` with one field replaced; changing its kind drops the other fields. */
export function withField(node: ObjectNode, name: string, field: SourceNode): ObjectNode {
  return { ...node, fields: new Map([...(changesTag(node, name, field) ? [] : node.fields), [name, field]]) };
}

function changesTag(node: ObjectNode, name: string, field: SourceNode): boolean {
  const before = tagFields.includes(name) ? node.fields.get(name) : undefined;
  return before?.kind === "scalar" && field.kind === "scalar" && before.value !== field.value;
}
