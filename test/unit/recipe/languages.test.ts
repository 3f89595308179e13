import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Language, languageOf, languages, type Text } from "../../../shared/language.ts";
import { gpuMetrics, type Metric, metricNamed, metrics } from "../../../shared/metrics.ts";
import { PlanError } from "../../../shared/plan.ts";
import { expectation } from "../../../shared/recipe/expectation.ts";
import type { FieldNotes, Notes } from "../../../shared/recipe/field.ts";
import { presetNotes, presets } from "../../../shared/recipe/presets/index.ts";
import type { ProblemText } from "../../../shared/recipe/problem.ts";
import { recipeSchemaNode, type SchemaNode } from "../../../shared/recipe/schema-node.ts";
import { precisionUnsupported } from "../../../shared/recipe/wisdom/precision-unsupported.ts";
import type { Finding } from "../../../shared/recipe/wisdom/rule.ts";
import { studySchemaNode } from "../../../shared/study/schema-node.ts";
import { loadText } from "../../support/load-text.ts";
import { randomRecipe } from "../../support/random-recipe.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { expectCitation, expectPhrase, expectTranslation } from "../../support/translation.ts";

/** Every part of a schema with what is said of it in both languages. */
function* parts(en: SchemaNode, ko: SchemaNode, path = ""): Generator<[path: string, en: SchemaNode, ko: SchemaNode]> {
  if (en.title !== undefined) yield [path, en, ko];
  for (const [name, field] of Object.entries(en.properties ?? {}))
    yield* parts(field, ko.properties![name]!, `${path}/${name}`);
  for (const key of ["anyOf", "oneOf"] as const)
    for (const [index, branch] of (en[key] ?? []).entries()) yield* parts(branch, ko[key]![index]!, `${path}/${index}`);
  const items = (node: SchemaNode) => (node.items === undefined ? [] : [node.items].flat());
  for (const [index, item] of items(en).entries()) yield* parts(item, items(ko)[index]!, `${path}[]`);
}

describe.each([
  ["recipe", recipeSchemaNode, 100],
  ["study", studySchemaNode, 10],
] as const)("every field of a %s", (_name, schemaIn, atLeast) => {
  const all = [...parts(schemaIn("en"), schemaIn("ko"))];

  it("is met", () => expect(all.length).toBeGreaterThan(atLeast));

  it.each(all)("%s", (path, en, ko) => {
    expectTranslation({ en: en.title!, ko: ko.title! }, `${path} title`);
    expectTranslation({ en: en.description!, ko: ko.description! }, `${path} description`);
    expect(ko.description, path).toMatch(/[.]$/);
    if (en.unit !== undefined) expectTranslation({ en: en.unit, ko: ko.unit! }, `${path} unit`);
    if (en.source !== undefined) {
      expectCitation({ en: en.source, ko: ko.source! }, `${path} source`);
      expect(ko.markdownDescription).toContain(`출처: ${ko.source}`);
    }
    expectPhrase(expectation(en), `${path} expectation`);
  });

  it("is the same in every language but for its notes", () => {
    const bare = (node: SchemaNode) =>
      JSON.stringify(node, (key, value) =>
        ["title", "description", "markdownDescription", "source", "unit"].includes(key) && typeof value === "string"
          ? undefined
          : value,
      );
    expect(bare(schemaIn("ko"))).toBe(bare(schemaIn("en")));
  });
});

/** The problems of a text in both languages, which must be the same ones. */
function expectSameProblems(text: string, overrides: string[] = [], files: Record<string, string> = {}): string[] {
  const en = loadText(text, overrides, files, "en");
  const ko = loadText(text, overrides, files, "ko");
  expect(ko.recipe).toEqual(en.recipe);
  expect(ko.problems.length).toBe(en.problems.length);
  for (const [index, problem] of en.problems.entries()) {
    const korean = ko.problems[index]!;
    const name = `${problem.code} of ${text.slice(0, 200)}`;
    const { message, expected, received, citation, fix, ...rest } = problem;
    expect(korean).toMatchObject({ ...rest, ...(fix ? { fix: { file: fix.file, edits: fix.edits } } : {}) });
    expectTranslation({ en: message, ko: korean.message }, name);
    expect(korean.message, name).toMatch(/[.?]$/);
    if (expected !== undefined) expectPhrase({ en: expected, ko: korean.expected! }, `expected, ${name}`);
    if (received !== undefined) expectPhrase({ en: received, ko: korean.received! }, `received, ${name}`);
    if (citation !== undefined) expectCitation({ en: citation, ko: korean.citation! }, `citation, ${name}`);
    expect(korean.fix === undefined).toBe(fix === undefined);
    if (fix) expectTranslation({ en: fix.title, ko: korean.fix!.title }, `fix, ${name}`);
  }
  return en.problems.map(({ code }) => code);
}

describe("what every rule finds", () => {
  it.each(ruleCases)("%s %s", (code, text) => {
    expect(expectSameProblems(text.replace("▸", ""))).toEqual([code]);
  });

  it.each([["mixedBfloat16"], ["mixedFloat16", "mixedBfloat16"], []])(
    "a precision that the runner lacks: %s",
    (...precisions) => {
      const recipe = loadText("{}").recipe!;
      const [finding] = precisionUnsupported.check(recipe, { precisions: precisions.filter(Boolean) });
      expectTranslation(finding!.message, "precision");
      expectCitation(finding!.citation, "precision");
      if (finding!.fix) expectTranslation(finding!.fix.title, "precision");
    },
  );
});

const endless = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [`dir/${i}.json`, `{"extends": "${i + 1}.json"}`]),
);

/** One text for each way in which something can be wrong. */
const faults: [code: string, text: string, overrides?: string[], files?: Record<string, string>][] = [
  ...["", '{"a" 1}', '{"a": 1', "[1", "{a: 1}", '{"a": NaN}', "{} {}", "{} /*", '{"a": "x', '{"a": 1e}', '{"a": }'].map(
    (text): [string, string] => ["syntax-error", text],
  ),
  ...['{"a": "\\u00"}', '{"a": "\\q"}', '{"a": "\t"}', '{"a": 1 "b": 2}', "[1 2]", '{"a": -}'].map(
    (text): [string, string] => ["syntax-error", text],
  ),
  ["too-large", `"${"é".repeat(1 << 19)}"`],
  ["too-deep", "[".repeat(65)],
  ["forbidden-field", '{"__proto__": 1}'],
  ["duplicate-field", '{"name": "a", "name": "b"}'],
  ["number-out-of-range", '{"training": {"seed": 9007199254740992}}'],
  ["wrong-type", "[]"],
  ["wrong-type", '{"training": {"epochs": "5"}}'],
  ["wrong-value", '{"data": {"train": 5}}'],
  ["wrong-type", '{"model": {"zeroGamma": "yes"}}'],
  ["wrong-value", '{"training": {"batchSize": "256"}}'],
  ["wrong-value", '{"learningRate": {"linearScaling": true}}'],
  ["wrong-type", '{"learningRate": {"decay": 1}}'],
  ["wrong-value", '{"learningRate": {"decay": {"kind": "cosin"}}}'],
  ["wrong-value", '{"model": {"architecture": "resnet-50"}}'],
  ["wrong-value", '{"augmentation": {"validation": [{"op": "cutout"}]}}'],
  ["missing-field", '{"learningRate": {"decay": {}}}'],
  ["missing-field", '{"training": {"batchSize": {"initial": 1}}}'],
  ["out-of-range", '{"training": {"epochs": 0}}'],
  ["out-of-range", '{"optimizer": {"momentum": 1}}'],
  ["out-of-range", '{"augmentation": {"mixup": {"alpha": 0}}}'],
  ["out-of-range", '{"name": ""}'],
  ["out-of-range", '{"data": {"background": [0, 0]}}'],
  ["out-of-range", '{"augmentation": {"train": []}}'],
  ["invalid-value", '{"augmentation": {"train": [{"op": "randomResizedCrop", "area": [0.5, 0.2]}]}}'],
  ["invalid-value", '{"augmentation": {"train": [{"op": "randomResizedCrop", "area": [0.5, 2]}]}}'],
  ["invalid-value", '{"augmentation": {"train": [{"op": "colorScale", "hue": [2, 1]}]}}'],
  ["unknown-field", '{"trainig": {}}'],
  ["unknown-field", '{"momentum": 0.9}'],
  ["unknown-field", '{"seeds": 1, "everyEpochs": 2}'],
  ["unknown-field", '{"training": {"zzzzzz": 1}}'],
  ["unknown-field", '{"learningRate": {"decay": {"kind": "cosine", "factor": 1}}}'],
  ["unknown-preset", '{"extends": "paper:baselin"}'],
  ["unknown-preset", '{"extends": "x:y"}'],
  ["extends-unreadable", '{"extends": "gone.json"}'],
  ["extends-cycle", '{"extends": "my.recipe.json"}'],
  ["extends-too-long", '{"extends": "0.json"}', [], endless],
  ["bad-override", "{}", ["training.epochs"]],
  ["bad-override", "{}", ["extends=paper:baseline"]],
  ["bad-override", "{}", ["augmentation.train.0.size=5"]],
  ["bad-override", '{"extends": "small:baseline"}', ["augmentation.train.9.size=5"]],
];

describe("whatever is wrong", () => {
  // The reason why a base cannot be read comes from whoever reads it.
  it.each(faults.filter(([code]) => code !== "extends-unreadable"))("%s %s", (code, text, overrides, files) => {
    expect(expectSameProblems(text, overrides, files)).toContain(code);
  });

  it("a base that cannot be read", () => {
    const [problem] = loadText('{"extends": "gone.json"}', [], {}, "ko").problems;
    expect(problem?.message).toBe("extends: 기반 레시피를 읽을 수 없습니다: dir/gone.json: there is no such file");
  });

  it("in a recipe at random", () => {
    fc.assert(
      fc.property(randomRecipe, (recipe) => void expectSameProblems(JSON.stringify(recipe))),
      { numRuns: 300 },
    );
  });
});

test.each([
  PlanError.noTrainingImages(),
  PlanError.tooFewClasses(1),
  PlanError.batchLargerThanData(512, 100, 0),
  PlanError.batchLargerThanData(512, 100, 30),
  PlanError.inputSizeUndetermined(),
])("$code", ({ text, message }) => {
  expect(text.en).toBe(message);
  expectTranslation(text, message);
});

test.each([...Object.keys(metrics), ...Object.keys(gpuMetrics).map((name) => `gpu3/${name}`)])("metric %s", (key) => {
  const [en, ko] = [metricNamed(key, "en")!, metricNamed(key, "ko")!];
  expectTranslation({ en: en.label, ko: ko.label }, key);
  expectPhrase({ en: en.unit, ko: ko.unit }, key);
  expect(metricNamed(key)).toEqual(en);
});

test("labels of metrics are distinct in every language", () => {
  for (const language of languages) {
    const labels = Object.keys(metrics).map((key) => metricNamed(key, language)!.label);
    expect(new Set(labels).size, language).toBe(labels.length);
  }
});

test("every preset is described", () => {
  expect(Object.keys(presetNotes)).toEqual(Object.keys(presets));
  for (const [name, { title, text, source }] of Object.entries(presetNotes)) {
    expectTranslation(title, name);
    expectTranslation(text, name);
    expectCitation(source!, name);
  }
});

test.each<[string, Language]>([
  ["ko", "ko"],
  ["ko-KR", "ko"],
  ["KO", "ko"],
  ["kok-IN", "en"],
  ["en-GB", "en"],
  ["de", "en"],
  ["", "en"],
])("whoever speaks %j reads %s", (tag, language) => {
  expect(languageOf(tag)).toBe(language);
});

/** "refused" where a text with English alone, or a plain string, does not compile. */
type WithoutKorean<Wanted> = { en: string } extends Wanted
  ? "accepted"
  : string extends Wanted
    ? "accepted"
    : "refused";

test("a text without Korean does not compile", () => {
  const places: {
    text: WithoutKorean<Text>;
    title: WithoutKorean<FieldNotes["title"]>;
    description: WithoutKorean<FieldNotes["text"]>;
    source: WithoutKorean<FieldNotes["source"]>;
    unit: WithoutKorean<NonNullable<FieldNotes["unit"]>>;
    preset: WithoutKorean<Notes["text"]>;
    metric: WithoutKorean<Metric["label"]>;
    problem: WithoutKorean<ProblemText["message"]>;
    finding: WithoutKorean<Finding["message"]>;
    citation: WithoutKorean<Finding["citation"]>;
    fix: WithoutKorean<NonNullable<Finding["fix"]>["title"]>;
  } = {
    text: "refused",
    title: "refused",
    description: "refused",
    source: "refused",
    unit: "refused",
    preset: "refused",
    metric: "refused",
    problem: "refused",
    finding: "refused",
    citation: "refused",
    fix: "refused",
  };
  expect(new Set(Object.values(places))).toEqual(new Set(["refused"]));
});
