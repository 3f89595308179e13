import { describe, expect, it } from "vitest";
import { recipeSchemaNode, type SchemaNode } from "../../../shared/recipe/schema-node.ts";

/** Every field of the recipe, also those of alternatives and of items. */
function* fields(node: SchemaNode, path: string): Generator<[string, SchemaNode]> {
  for (const [name, field] of Object.entries(node.properties ?? {})) {
    yield [`${path}${name}`, field];
    yield* fields(field, `${path}${name}.`);
  }
  for (const branch of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) {
    const kind = branch.properties?.kind?.const ?? branch.properties?.op?.const;
    yield* fields(branch, kind ? `${path}${kind}.` : path);
  }
  const items = node.items === undefined ? [] : Array.isArray(node.items) ? node.items : [node.items];
  for (const item of items) yield* fields(item, path);
}

const all = [...fields(recipeSchemaNode(), "")];

it("finds the fields, deep ones too", () => {
  expect(all.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      "training.checkpoint.keep",
      "learningRate.decay.step.factor",
      "augmentation.train.cutout.fill",
    ]),
  );
  expect(all.length).toBeGreaterThan(70);
});

describe("every field is explained", () => {
  it.each(all)("%s", (_path, field) => {
    expect(field.title).toMatch(/^\S.{0,40}$/);
    expect(field.description).toMatch(/^.{8,}\.$/);
    expect(field.source).toMatch(/^(ours|§|.*\d{4})/);
    expect(field.markdownDescription).toContain(field.description!);
  });
});
