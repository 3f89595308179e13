import fc from "fast-check";
import { type ParseError, parse, parseTree } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { type Completion, completionsAt } from "../../../../shared/recipe/editor/complete.ts";
import { presets } from "../../../../shared/recipe/presets/index.ts";
import { recipeSchemaNode } from "../../../../shared/recipe/schema-node.ts";
import { fieldName, randomRecipe } from "../../../support/random-recipe.ts";
import { expanded } from "../../../support/snippets.ts";

const schema = recipeSchemaNode();
const valuesOf = (path: readonly (string | number)[]) =>
  path.join() === "extends" ? Object.keys(presets).map((value) => ({ value })) : [];

/** What is proposed at "▸". */
function at(marked: string, inherited?: unknown): Completion[] {
  const offset = marked.indexOf("▸");
  return completionsAt(marked.replace("▸", ""), offset, { schema, language: "en", inherited, values: valuesOf });
}
const labels = (marked: string, inherited?: unknown) => at(marked, inherited).map(({ label }) => label);

/** The text after the completion called `label` was taken at "▸". */
function taken(marked: string, label: string, inherited?: unknown): string {
  const found = at(marked, inherited).find((each) => each.label === label);
  if (!found) throw new Error(`${label} is not proposed, but ${labels(marked).join(", ")}`);
  return applied(marked.replace("▸", ""), found);
}

function applied(text: string, { range, insert, commaAt }: Completion): string {
  const head = text.slice(0, range.start);
  const before = commaAt === undefined ? head : `${head.slice(0, commaAt)},${head.slice(commaAt)}`;
  return before + expanded(insert) + text.slice(range.end);
}

describe("names", () => {
  it("proposes what is not there yet, before and behind the cursor", () => {
    expect(labels('{"learningRate": {"initial": 0.1, ▸ "decay": {"kind": "cosine"}}}')).toEqual([
      "linearScaling",
      "warmup",
    ]);
  });
  it.each([
    ["{▸}", "name", '{"name": "untitled"}'],
    ['{"n▸"}', "name", '{"name": "untitled"}'],
    ['{"▸": "x"}', "name", '{"name": "x"}'],
    ["{na▸}", "name", '{"name": "untitled"}'],
    ['{▸ "name": "x"}', "$schema", '{"$schema": "", "name": "x"}'],
    ['{"name": "x" ▸}', "evaluation", '{"name": "x", "evaluation": {\n\t\n}}'],
    [
      '{"training": {"batchSize": 8, // why\n ▸\n}}',
      "epochs",
      '{"training": {"batchSize": 8, // why\n "epochs": 120\n}}',
    ],
    ['{"training": {"epo▸\n}, "name": "x"}', "epochs", '{"training": {"epochs": 120\n}, "name": "x"}'],
    ['{"learningRate": {"decay": {▸}}}', "kind", '{"learningRate": {"decay": {"kind": "constant"}}}'],
    ['{"model": {▸}}', "zeroGamma", '{"model": {"zeroGamma": false}}'],
    ['{"model": {▸}}', "pretrained", '{"model": {"pretrained": ""}}'],
    ['{"augmentation": {▸}}', "mixup", '{"augmentation": {"mixup": {"alpha": 0.2}}}'],
    [
      '{"learningRate": {▸}}',
      "decay",
      '{"learningRate": {"decay": {"kind": "step", "epochs": [30, 60, 90], "factor": 0.1}}}',
    ],
  ])("%s + %s", (marked, label, after) => {
    expect(taken(marked, label)).toBe(after);
  });
  it("takes the kind from the bases, and their values as a start", () => {
    const inherited = { learningRate: { decay: { kind: "step", epochs: [15, 23], factor: 0.1 } } };
    expect(labels('{"learningRate": {"decay": {▸}}}', inherited)).toEqual(["kind", "epochs", "factor"]);
    expect(taken('{"learningRate": {"decay": {▸}}}', "epochs", inherited)).toContain("[15, 23]");
  });
  it("says default, unit and the field's note", () => {
    const [found] = at('{"training": {▸}}').filter(({ label }) => label === "epochs");
    expect(found).toMatchObject({ detail: "default 120 · epochs", documentation: expect.stringContaining("§2.1") });
  });
});

describe("values", () => {
  it.each([
    ['{"learningRate": {"decay": {"kind": "▸"}}}', ["constant", "step", "cosine", "polynomial"]],
    ['{"learningRate": {"decay": {"kind": ▸}}}', ["constant", "step", "cosine", "polynomial"]],
    ['{"model": {"variant": "▸"}}', ["original", "b", "c", "d"]],
    ['{"model": {"zeroGamma": ▸}}', ["false", "true"]],
    ['{"extends": "▸"}', Object.keys(presets)],
    ['{"learningRate": {"linearScaling": ▸}}', ['{"referenceBatchSize":256}', "false"]],
    ['{"augmentation": {"validation": [▸]}}', ["resize", "resizeShorterEdge", "centerCrop", "normalize"]],
    ['{"augmentation": {"train": [{"op": "▸"}]}}', expect.arrayContaining(["cutout", "normalize"])],
  ])("%s", (marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });
  it.each([
    ['{"model": {"variant": ▸\n "zeroGamma": true}}', "d", '{"model": {"variant": "d",\n "zeroGamma": true}}'],
    [
      '{"augmentation": {"train": [{"op": "rand▸}]}}',
      "randomCrop",
      '{"augmentation": {"train": [{"op": "randomCrop"}]}}',
    ],
    ['{"extends": "pap▸"}', "paper:baseline", '{"extends": "paper:baseline"}'],
    ['{"extends": pap▸}', "paper:baseline", '{"extends": "paper:baseline"}'],
    ['{"learningRate": {"decay": ▸}}', "cosine", '{"learningRate": {"decay": {"kind": "cosine"}}}'],
    [
      '{"augmentation": {"train": [▸ {"op": "normalize"}]}}',
      "horizontalFlip",
      '{"augmentation": {"train": [{"op": "horizontalFlip", "probability": 0.5}, {"op": "normalize"}]}}',
    ],
    ['{"training": {"epochs": 1▸2}}', "120", '{"training": {"epochs": 120}}'],
  ])("%s + %s", (marked, label, after) => {
    expect(taken(marked, label)).toBe(after);
  });
  it.each(['{"training": {"epochs": ▸ 12}}', '{"name" ▸: "x"}', "// x▸", '{"x": {▸}}', '{"training": 3 /* ▸ */}'])(
    "%s: nothing",
    (marked) => {
      expect(labels(marked)).toEqual([]);
    },
  );
  it("an empty text begins with an object", () => {
    expect(taken("▸", "{}")).toBe("{\n\t\n}");
  });
});

const jsonc = { allowTrailingComma: true };
function errorsOf(text: string): ParseError[] {
  const errors: ParseError[] = [];
  parse(text, errors, jsonc);
  return errors;
}

/** A recipe with something of it cut out, and what is in it laid out in some way. */
const unfinished = fc
  .tuple(randomRecipe, fc.constantFrom(0, 1, 2), fc.nat(), fc.nat(40), fc.string({ maxLength: 4 }))
  .map(([recipe, indent, from, length, junk]) => {
    const text = JSON.stringify(recipe, null, indent);
    const start = from % (text.length + 1);
    return text.slice(0, start) + junk + text.slice(start + length);
  });

describe("properties", () => {
  it("never throws, at any offset of any text", () => {
    fc.assert(
      fc.property(fc.oneof(unfinished, fc.string()), fc.nat(), fieldName, (text, at, inherited) => {
        const offset = at % (text.length + 1);
        completionsAt(text, offset, { schema, language: "ko", inherited: { [inherited]: 1 } });
      }),
      { numRuns: 2000 },
    );
  });

  it("in a text without mistakes, each completion leaves none", () => {
    let taken = 0;
    fc.assert(
      fc.property(randomRecipe, fc.constantFrom(0, 2), fc.nat(), (recipe, indent, position) => {
        const text = JSON.stringify(recipe, null, indent);
        const offset = position % (text.length + 1);
        for (const completion of completionsAt(text, offset, { schema, language: "en", values: valuesOf })) {
          const after = applied(text, completion);
          taken++;
          expect(errorsOf(after), `${after}\n${completion.label}`).toEqual([]);
          expect(parseTree(after)).toBeDefined();
        }
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(1000);
  });
});
