import type { Recipe } from "../schema.ts";

export interface FieldDifference {
  /** "learningRate.warmup.epochs". */
  path: string;
  /** Undefined where one side has no such field: another kind of decay, say. */
  left: unknown;
  right: unknown;
}

/** A field in which recipes differ, with the value of each in their order; undefined where one has no such field. */
export interface DifferingField {
  path: string;
  values: readonly unknown[];
}

/** The fields in which two recipes differ, in the schema's order; lists are compared as a whole. The name is left out. */
export function differingFields(left: Recipe, right: Recipe): FieldDifference[] {
  return differingFieldsOf([left, right]).map(({ path, values }) => ({ path, left: values[0], right: values[1] }));
}

/**
 * The same of any number of recipes: each field in which not all agree. The recipes are as they stand in plans, perhaps of
 * runners of another version, so that nothing is taken for granted but that they are objects.
 */
export function differingFieldsOf(recipes: readonly object[]): DifferingField[] {
  const found: DifferingField[] = [];
  const visit = (values: readonly unknown[], path: string): void => {
    if (values.some(isFields) && values.every((value) => value === undefined || isFields(value))) {
      const names = new Set(values.flatMap((value) => (isFields(value) ? Object.keys(value) : [])));
      if (path === "") names.delete("name");
      for (const name of names)
        visit(
          values.map((value) => (isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined)),
          path === "" ? name : `${path}.${name}`,
        );
    } else if (!allSame(values)) found.push({ path, values });
  };
  visit(recipes, "");
  return found;
}

/** The value of the field at a path such as "training.epochs"; undefined where the recipe has none. */
export function fieldAt(recipe: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, name) => (isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      recipe,
    );
}

function allSame([first, ...others]: readonly unknown[]): boolean {
  if (typeof first !== "object" || first === null) return others.every((other) => other === first);
  const text = JSON.stringify(first);
  return others.every((other) => other === first || JSON.stringify(other) === text);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
