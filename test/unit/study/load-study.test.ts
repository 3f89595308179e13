import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completionsAt } from "../../../shared/recipe/editor/complete.ts";
import { studyHoverAt } from "../../../shared/study/hover.ts";
import { loadStudy } from "../../../shared/study/load-study.ts";
import { recipePaths, studySchemaNode } from "../../../shared/study/schema-node.ts";
import { expanded } from "../../support/snippets.ts";

const files: Record<string, string> = {
  "dir/base.recipe.json": '{"extends": "small:baseline", "training": {"epochs": 30}}',
  "dir/broken.recipe.json": '{"trainig": 1}',
};
function load(text: string, language: "en" | "ko" = "en") {
  const readFile = (path: string): string => {
    const found = files[path];
    if (found === undefined) throw new Error(`${path}: there is no such file`);
    return found;
  };
  return loadStudy({ file: "dir/my.study.json", text, readFile, language });
}
const brief = (text: string) => load(text).problems.map(({ code, line, column }) => `${line}:${column} ${code}`);
const study = (variants: string, more = "") => `{"recipe": "base.recipe.json", ${more}"variants": [${variants}]}`;

it("reads a study with its defaults", () => {
  const { study: read, problems } = load(
    study('{"name": "as it is"}, {"name": "+ warm-up", "set": {"learningRate.warmup.epochs": 5}}'),
  );
  expect(problems).toEqual([]);
  expect(read).toEqual({
    name: "untitled",
    recipe: "base.recipe.json",
    seeds: [0],
    cumulative: false,
    variants: [
      { name: "as it is", set: {} },
      { name: "+ warm-up", set: { "learningRate.warmup.epochs": 5 } },
    ],
  });
  expect(load('{"recipe": "paper:efficient", "variants": [{"name": "a"}]}').problems).toEqual([]);
});

describe("problems stand where a person has to look", () => {
  /** "▸" marks where. */
  it.each([
    ["▸{}", "missing-field"],
    ['{▸"x": 1, "recipe": "paper:baseline", "variants": [{"name": "a"}]}', "unknown-field"],
    ['{"recipe": ▸"nowhere.recipe.json", "variants": [{"name": "a"}]}', "extends-unreadable"],
    ['{"recipe": ▸"broken.recipe.json", "variants": [{"name": "a"}]}', "unknown-field"],
    [study('{"name": "a", "set": {▸"training.epoch": 5}}'), "unknown-field"],
    [study('{"name": "a", "set": {▸"training.epochs": "five"}}'), "wrong-type"],
    [study('{"name": "a", "set": {▸"learningRate.warmup.epochs": 30}}'), "warmup-longer-than-training"],
  ])("%s", (marked, code) => {
    const found = brief(marked.replace("▸", ""));
    expect(found).toContain(`1:${marked.indexOf("▸") + 1} ${code}`);
  });
  it("in Korean", () => {
    expect(load("{}", "ko").problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/recipe: .*문자열/),
      expect.stringMatching(/variants: .*목록/),
    ]);
  });
  it("a cumulative study keeps what was set before", () => {
    const variants =
      '{"name": "a", "set": {"training.epochs": 3, "learningRate.decay.epochs": [1, 2]}}, {"name": "b", "set": {"learningRate.warmup.epochs": 4}}';
    expect(brief(study(variants))).toEqual([]);
    expect(brief(study(variants, '"cumulative": true, '))).toEqual([
      expect.stringMatching(/warmup-longer-than-training$/),
    ]);
  });
});

it("never throws", () => {
  const text = study('{"name": "a", "set": {"training.epochs": 5, "": 1, "a..b": 2, "__proto__.x": {}}}');
  fc.assert(
    fc.property(fc.nat(), fc.nat(20), fc.string({ maxLength: 3 }), (from, length, junk) => {
      const at = from % text.length;
      load(text.slice(0, at) + junk + text.slice(at + length));
    }),
  );
});

it("explains its own fields, and a recipe's where they are set", () => {
  const at = (marked: string, language: "en" | "ko") =>
    studyHoverAt(marked.replace("▸", ""), marked.indexOf("▸"), language)?.markdown;
  expect(at('{"se▸eds": [1]}', "en")).toMatch(/\*\*Seeds\*\*.*list of 1 to 100 items.*`\[0\]`/s);
  expect(at('{"variants": [{"name": "a", "set": {"learningRate.war▸mup.epochs": 1}}]}', "ko")).toMatch(
    /워밍업|Warm-up/,
  );
  expect(at('{"variants": [{"na▸me": "a"}]}', "ko")).toContain("변형의 이름");
  expect(at('{"x▸": 1}', "en")).toBeUndefined();
});

it("proposes the paths of a recipe's fields", () => {
  const text = '{"variants": [{"name": "a", "set": {}}]}';
  const found = completionsAt(text, text.indexOf("{}") + 1, { schema: studySchemaNode("ko"), language: "ko" });
  expect(found.map(({ label }) => label)).toEqual(Object.keys(recipePaths("en")));
  const warmup = found.find(({ label }) => label === "learningRate.warmup.epochs");
  expect(expanded(warmup?.insert ?? "")).toBe('"learningRate.warmup.epochs": 0');
});
