import fc from "fast-check";
import { presets } from "../../shared/recipe/presets/index.ts";
import { recipeSchemaNode } from "../../shared/recipe/schema-node.ts";

const names = new Set<string>();
JSON.stringify(recipeSchemaNode(), (_key, node) => {
  if (node?.properties) for (const name of Object.keys(node.properties)) names.add(name);
  return node;
});

/** Names of fields, and some that are none. */
export const fieldName = fc.constantFrom(...names, "__proto__", "toString", "x");

const text = fc.constantFrom(
  "cosine",
  "step",
  "randomResizedCrop",
  "normalize",
  "all",
  "auto",
  "resnet20",
  "paper",
  "x",
);
const number = fc.constantFrom(0, -1, 0.5, 1, 32, 256, 1e15);
const decay = fc.record({ kind: fc.constantFrom("constant", "step", "cosine", "polynomial", "x") });
const operation = fc.record({ op: fc.constantFrom("randomResizedCrop", "cutout", "resize", "normalize", "x") });

/** Values that reach deep into the schema: right ones, nearly right ones and wrong ones. */
export const { value: fieldValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    text,
    number,
    fc.constantFrom(true, false, null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .tuple(fc.oneof(fc.constant({}), decay, operation), fc.array(fc.tuple(fieldName, tie("value")), { maxLength: 4 }))
      .map(([tag, entries]) => Object.fromEntries([...Object.entries(tag), ...entries])),
  ),
}));

const section = fc.constantFrom("model", "data", "augmentation", "optimizer", "learningRate", "loss", "training");

/** A recipe, mostly with faults, now and then on top of a preset. */
export const randomRecipe = fc
  .tuple(
    fc.dictionary(section, fc.dictionary(fieldName, fieldValue, { maxKeys: 5 }), { maxKeys: 4 }),
    fc.constantFrom(undefined, ...Object.keys(presets)),
  )
  .map(([recipe, preset]) => (preset ? { extends: preset, ...recipe } : recipe));
