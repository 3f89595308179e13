import type { Recipe } from "../schema.ts";

export interface FieldDifference {
  /** "learningRate.warmup.epochs". */
  path: string;
  /** Undefined where one side has no such field: another kind of decay, say. */
  left: unknown;
  right: unknown;
}

/** The fields in which two recipes differ, in the schema's order; lists are compared as a whole. The name is left out. */
export function differingFields(left: Recipe, right: Recipe): FieldDifference[] {
  const found: FieldDifference[] = [];
  const visit = (a: unknown, b: unknown, path: string): void => {
    if (isFields(a) && isFields(b)) {
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
        visit(a[name], b[name], path === "" ? name : `${path}.${name}`);
    } else if (JSON.stringify(a) !== JSON.stringify(b)) found.push({ path, left: a, right: b });
  };
  visit({ ...left, name: "" }, { ...right, name: "" }, "");
  return found;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
