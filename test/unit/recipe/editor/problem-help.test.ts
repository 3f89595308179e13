import { expect, it } from "vitest";
import { explainedCodes, problemHelp } from "../../../../shared/recipe/editor/problem-help.ts";
import { rules } from "../../../../shared/recipe/wisdom/index.ts";
import { loadText } from "../../../support/load-text.ts";

const texts = [
  "{",
  " ".repeat(2 << 20),
  "[".repeat(65),
  '{"name": "a", "name": "b"}',
  '{"__proto__": 1}',
  '{"training": {"seed": 1e300}}',
  '{"trainin": 1}',
  '{"training": {"batchSize": {"initial": 8}}}',
  '{"name": 1}',
  '{"model": {"variant": "e"}}',
  '{"training": {"epochs": 0}}',
  '{"augmentation": {"train": [{"op": "colorScale", "hue": [2, 1]}]}}',
  '{"extends": "paper:x"}',
  '{"extends": "nowhere.json"}',
  '{"extends": "my.recipe.json"}',
  '{"extends": "b.json"}',
];

it("every code of a problem has a page in both languages, and every page is of a code", () => {
  // A chain of bases that never ends, each with another name.
  const files = new Proxy(
    {},
    {
      get: (_, path) =>
        /b+\.json$/.test(String(path)) ? `{"extends": "b${/b+\.json$/.exec(String(path))![0]}"}` : undefined,
    },
  );
  const codes = new Set(texts.flatMap((text) => loadText(text, [], files).problems.map(({ code }) => code)));
  expect([...codes].sort()).toEqual([...explainedCodes].sort());
  for (const code of [...codes, ...rules.flatMap(({ findings }) => Object.keys(findings))])
    for (const language of ["en", "ko"] as const) expect(problemHelp(code, language)).toMatch(/^# [a-z-]+\n\n.{10,}/);
  expect(problemHelp("toString", "en")).toBeUndefined();
});
