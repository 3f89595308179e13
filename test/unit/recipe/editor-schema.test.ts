import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getLanguageService, type JSONSchema, TextDocument } from "vscode-json-languageservice";
import { presets } from "../../../shared/recipe/presets/index.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";
import { randomRecipe } from "../../support/random-recipe.ts";

/** What VS Code shows for a recipe, from the very service that it uses. */
const schema = JSON.parse(readFileSync(new URL("../../../schemas/recipe.schema.json", import.meta.url), "utf8"));
const service = getLanguageService({
  schemaRequestService: () => Promise.resolve(JSON.stringify(schema)),
});
service.configure({
  validate: true,
  schemas: [{ uri: "recipe", fileMatch: ["*.recipe.json"], schema: schema as JSONSchema }],
});

function open(text: string) {
  const document = TextDocument.create("file:///my.recipe.json", "jsonc", 1, text);
  return { document, parsed: service.parseJSONDocument(document) };
}

async function diagnostics(text: string): Promise<string[]> {
  const { document, parsed } = open(text);
  const found = await service.doValidation(document, parsed, { comments: "ignore", trailingCommas: "ignore" });
  return found.map(({ range, message }) => `${document.getText(range)}: ${message}`);
}

/** Proposals at the place of "|". */
async function proposals(text: string) {
  const { document, parsed } = open(text.replace("|", ""));
  const list = await service.doComplete(document, document.positionAt(text.indexOf("|")), parsed);
  return list?.items ?? [];
}

describe("what is right has no diagnostic", () => {
  it.each<[string, string]>([
    ["an empty recipe: every field has a default", "{}"],
    ["comments and trailing commas", '{\n  // why\n  "training": {"epochs": 5,},\n}'],
    ["the schema named", '{"$schema": "../schemas/recipe.schema.json"}'],
    ["both spellings of a union", '{"training": {"batchSize": 8}, "loss": {"labelSmoothing": {"epsilon": 0.1}}}'],
    [
      "the other spellings",
      '{"training": {"batchSize": {"initial": 8, "epochs": [5]}, "devices": 2}, "loss": {"labelSmoothing": 0.1}}',
    ],
    [
      "constants",
      '{"training": {"devices": "all"}, "learningRate": {"linearScaling": false}, "augmentation": {"mixup": null}, "data": {"workers": "auto", "train": null}}',
    ],
    ["each kind of decay", '{"learningRate": {"decay": {"kind": "polynomial", "power": 2}}}'],
    ...Object.entries(presets).map(([name, preset]): [string, string] => [name, JSON.stringify(preset)]),
  ])("%s", async (_name, text) => {
    expect(await diagnostics(text)).toEqual([]);
  });
});

describe("what is wrong has exactly one, with an exact message", () => {
  it.each([
    [
      '{"learningRate": {"decay": {"kind": "cosin"}}}',
      '"cosin": Value is not accepted. Valid values: "constant", "step", "cosine", "polynomial".',
    ],
    ['{"learningRate": {"decay": {"kind": "cosine", "factor": 1}}}', '"factor": Property factor is not allowed.'],
    ['{"learningRate": {"decay": {"kind": "step", "factor": 2}}}', "2: Value is above the maximum of 1."],
    ['{"learningRate": {"decay": {}}}', '"decay": Missing property "kind".'],
    ['{"training": {"epoch": 1}}', '"epoch": Property epoch is not allowed.'],
    ['{"trainig": {}}', '"trainig": Property trainig is not allowed.'],
    ['{"training": {"epochs": 0}}', "0: Value is below the minimum of 1."],
    ['{"training": {"batchSize": "8"}}', '"8": Incorrect type. Expected one of integer, object.'],
    ['{"training": {"batchSize": 0}}', "0: Value is below the minimum of 1."],
    ['{"training": {"batchSize": {"initial": 8, "epochs": [1], "foo": 1}}}', '"foo": Property foo is not allowed.'],
    ['{"training": {"devices": "some"}}', '"some": Value must be "all".'],
    ['{"learningRate": {"linearScaling": true}}', "true: Value must be false."],
    ['{"augmentation": {"mixup": {"alpha": 0}}}', "0: Value is below the exclusive minimum of 0."],
    ['{"augmentation": {"train": [{"op": "cutout", "sise": 1}]}}', '"sise": Property sise is not allowed.'],
    [
      '{"augmentation": {"validation": [{"op": "cutout"}]}}',
      '"cutout": Value is not accepted. Valid values: "resize", "resizeShorterEdge", "centerCrop", "normalize".',
    ],
    ['{"augmentation": {"train": [{"op": "resize", "size": 2.5}]}}', '2.5: Incorrect type. Expected "integer".'],
  ])("%s", async (text, expected) => {
    expect(await diagnostics(text)).toEqual([expected]);
  });
});

it("finds fault with what the recipe's schema finds fault with, and with nothing else", async () => {
  let faulty = 0;
  await fc.assert(
    fc.asyncProperty(randomRecipe, async (recipe) => {
      const text = JSON.stringify(recipe);
      const { error } = recipeSchema.safeParse(JSON.parse(text));
      // What only a function can say (a range the wrong way round) is beyond a JSON schema.
      const expressible = error?.issues.filter(({ code }) => code !== "custom") ?? [];
      if (error && expressible.length === 0) return;
      if (error) faulty++;
      expect((await diagnostics(text)).length > 0).toBe(expressible.length > 0);
    }),
    { numRuns: 500 },
  );
  expect(faulty).toBeGreaterThan(100);
});

describe("completion", () => {
  it.each([
    ['{"training": {|}}', ["epochs", "batchSize", "checkpoint"]],
    ['{"learningRate": {"decay": {"kind": |}}}', ['"cosine"', '"step"']],
    ['{"learningRate": {"decay": {"kind": "step", |}}}', ["epochs", "factor"]],
    ['{"learningRate": {"decay": |}}', ["cosine", "step", "polynomial"]],
    ['{"augmentation": {"train": [|]}}', ["randomResizedCrop", "normalize"]],
    ['{"augmentation": {"train": [{"op": "pcaNoise", |}]}}', ["standardDeviation", "eigenvalues"]],
    ['{"extends": |}', ['"paper:baseline"', '"small:efficient"']],
    ['{"training": {"devices": |}}', ['"all"']],
    ['{"learningRate": {"linearScaling": |}}', ["false"]],
  ])("%s proposes %j", async (text, expected) => {
    expect((await proposals(text)).map(({ label }) => label)).toEqual(expect.arrayContaining(expected));
  });

  it("does not propose the fields of another kind", async () => {
    const labels = (await proposals('{"learningRate": {"decay": {"kind": "cosine", |}}}')).map(({ label }) => label);
    expect(labels).not.toContain("factor");
  });

  it("an operation comes with its options", async () => {
    const items = await proposals('{"augmentation": {"validation": [|]}}');
    const crop = items.find(({ label }) => label === "centerCrop");
    expect(crop?.textEdit?.newText.replace(/\s+/g, "")).toBe('{"op":"centerCrop","size":224}');
  });
});

it("a hover explains the field, with its unit and source", async () => {
  const { document, parsed } = open('{"learningRate": {"warmup": {"epochs": 5}}}');
  const hover = await service.doHover(document, document.positionAt(30), parsed);
  expect(JSON.stringify(hover?.contents)).toContain("Unit: epochs");
  expect(JSON.stringify(hover?.contents)).toContain("§3.1 of the paper");
});
