import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference, withFix } from "../../../../shared/recipe/editor/change-text.ts";
import type { Edit } from "../../../../shared/recipe/problem.ts";
import { brief, loadText } from "../../../support/load-text.ts";
import { randomRecipe } from "../../../support/random-recipe.ts";

const layout = { indent: "  ", eol: "\n" };
const after = (text: string, ...edits: Edit[]) => withFix(text, { edits }, layout);

describe("a field is set", () => {
  it.each([
    ["on a line of its own", '{\n  "a": 1\n}', '{\n  "a": 1,\n  "b": 5\n}'],
    ["on the line of the others", '{"a": 1}', '{"a": 1, "b": 5}'],
    ["behind a trailing comma", '{\n  "a": 1,\n}', '{\n  "a": 1,\n  "b": 5,\n}'],
    ["behind a comment", '{\n  "a": 1 // one\n}', '{\n  "a": 1, // one\n  "b": 5\n}'],
    ["before a comment of its own line", '{\n  "a": 1\n  // end\n}', '{\n  "a": 1,\n  "b": 5\n  // end\n}'],
    ["at its place", '{"b": /* was */ 4, "a": 1}', '{"b": /* was */ 5, "a": 1}'],
    ["in an empty object", "{}", '{\n  "b": 5\n}'],
    ["with tabs", '{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"b": 5\n}'],
    ["between CRLF", '{\r\n  "a": 1\r\n}', '{\r\n  "a": 1,\n  "b": 5\r\n}'],
  ])("%s", (_name, text, expected) => {
    expect(after(text, { path: ["b"], value: 5 })).toBe(expected);
  });
  it("with the objects that it is in", () => {
    expect(after('{\n  "a": {"x": 1}\n}', { path: ["a", "w", "epochs"], value: 5 })).toBe(
      '{\n  "a": {"x": 1, "w": {"epochs": 5}}\n}',
    );
  });
  it("a long list has a line for each item", () => {
    const list = Array.from({ length: 3 }, (_, i) => ({
      op: "colorScale",
      hue: [0.6, 1.4],
      i,
      more: "text of some length",
    }));
    expect(after('{"a": {\n    "b": 1\n  }}', { path: ["a", "b"], value: list }).split("\n")).toHaveLength(7);
  });
});

describe("a field is removed", () => {
  it.each([
    ['{"b": 1, "a": 2}', '{"a": 2}'],
    ['{"a": 2, "b": 1}', '{"a": 2}'],
    ['{"b": 1,}', "{}"],
    ['{\n  "b": 1,\n  "a": 2\n}', '{\n  "a": 2\n}'],
    ['{\n  "a": 2, // x, y\n  "b": 1\n}', '{\n  "a": 2, // x, y\n  \n}'],
  ])("%j", (text, expected) => {
    expect(after(text, { path: ["b"] })).toBe(expected);
  });
});

it("a new name takes the old one's place", () => {
  const text = '{"training": {"epoch": 5, /* few */ "seed": 1}}';
  const [problem] = loadText(text).problems;
  expect(withFix(text, problem!.fix!, layout)).toBe('{"training": {"epochs": 5, /* few */ "seed": 1}}');
});

it("the difference of two texts is as small as it can be", () => {
  expect(difference("abcabc", "abXcabc")).toEqual({ offset: 2, length: 0, text: "X" });
  expect(difference("aa", "aaa")).toEqual({ offset: 2, length: 0, text: "a" });
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "b") }),
      fc.string({ unit: fc.constantFrom("a", "b") }),
      (from, to) => {
        const { offset, length, text } = difference(from, to);
        expect(from.slice(0, offset) + text + from.slice(offset + length)).toBe(to);
      },
    ),
  );
});

it("every fix of any recipe, in any layout, mends its problem", () => {
  let fixed = 0;
  const layouts = fc.constantFrom(0, 2, "\t");
  fc.assert(
    fc.property(randomRecipe, layouts, fc.boolean(), (recipe, indent, commented) => {
      const plain = JSON.stringify(recipe, null, indent);
      const text = commented ? plain.replaceAll("\n", " // a, b: {c}\n") : plain;
      for (const problem of loadText(text).problems) {
        if (!problem.fix) continue;
        fixed++;
        const mended = loadText(
          withFix(text, problem.fix, { indent: String(indent === "\t" ? "\t" : "  "), eol: "\n" }),
        );
        const same = (each: typeof problem) => each.code === problem.code && each.path.join() === problem.path.join();
        expect(mended.problems.filter(same).map(brief), text).toEqual([]);
        expect(mended.problems.filter(({ code }) => code === "syntax-error")).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
  expect(fixed).toBeGreaterThan(50);
});
