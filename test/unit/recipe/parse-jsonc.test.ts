import { describe, expect, it } from "vitest";
import { toValue } from "../../../shared/recipe/source/node.ts";
import { parseJsonc } from "../../../shared/recipe/source/parse-jsonc.ts";
import { createSource } from "../../../shared/recipe/source/source.ts";
import { brief } from "../../support/load-text.ts";

function parse(text: string) {
  const { root, problems } = parseJsonc(createSource({ file: "f", text, kind: "file" }));
  return { value: root && toValue(root), problems, found: problems.map(brief) };
}

describe("what is accepted", () => {
  it.each([
    ["comments and trailing commas", '{"a": 1, /* b */ "b": [1, 2,], // c\n}', { a: 1, b: [1, 2] }],
    ["a byte-order mark", '\uFEFF{"a": 1}', { a: 1 }],
    ["CRLF", '{\r\n"a": 1\r\n}', { a: 1 }],
    ["64 levels", `${"[".repeat(64)}${"]".repeat(64)}`, expect.any(Array)],
    ["the largest safe integer", "[9007199254740991]", [9007199254740991]],
    ["names of Object.prototype that harm nothing", '{"toString": 1}', { toString: 1 }],
  ])("%s", (_name, text, value) => {
    expect(parse(text)).toMatchObject({ value, found: [] });
  });

  it("reads −0 as 0", () => {
    expect(Object.is((parse("[-0]").value as number[])[0], 0)).toBe(true);
  });
});

describe("what is refused, and where", () => {
  it.each([
    ["an empty text", "", "f:1:1 syntax-error"],
    ["a missing colon", '{\n  "a" 1\n}', "f:2:7 syntax-error"],
    ["an unclosed object", '{"a": 1', "f:1:8 syntax-error"],
    ["a name without quotes", "{a: 1}", "f:1:2 syntax-error"],
    ["NaN", '{"a": NaN}', "f:1:7 syntax-error"],
    ["text after the end", "{} {}", "f:1:4 syntax-error"],
    ["an unclosed comment", "{} /*", "f:1:4 syntax-error"],
    ["65 levels", `${"[".repeat(65)}${"]".repeat(65)}`, "f:1:65 too-deep"],
    ["a hundred thousand levels", "[".repeat(100_000), "f:1:65 too-deep"],
    ["more than 1 MiB", `"${"é".repeat(1 << 19)}"`, "f:1:1 too-large"],
    ["1e999", '{"a": 1e999}', "f:1:7 number-out-of-range"],
    ["−1e999", '{"a": -1e999}', "f:1:7 number-out-of-range"],
    ["2^53", "[9007199254740992]", "f:1:2 number-out-of-range"],
    ["a number that vanishes", "[1e-999]", "f:1:2 number-out-of-range"],
    ["__proto__", '{"__proto__": {"polluted": 1}}', "f:1:2 forbidden-field"],
    ["constructor, escaped", '{"const\\u0072uctor": 1}', "f:1:2 forbidden-field"],
    ["prototype, nested", '{"a": [{"prototype": 1}]}', "f:1:9 forbidden-field"],
    ["a name given twice", '{"a": 1,\r\n "a": 2}', "f:2:2 duplicate-field"],
  ])("%s", (_name, text, expected) => {
    expect(parse(text).found).toEqual([expected]);
  });

  it("reports one error of syntax a line, all lines at once", () => {
    expect(parse('{"a" 1,\n b: 2,\n "c": 3}').found).toEqual(["f:1:6 syntax-error", "f:2:2 syntax-error"]);
  });

  it("says what was expected and what came", () => {
    expect(parse('{"a" 1}').problems[0]).toMatchObject({
      message: { en: 'expected a colon (":") after the field name, received "1"' },
      expected: { en: 'a colon (":") after the field name' },
      received: { en: '"1"' },
    });
  });

  it("leaves Object.prototype alone", () => {
    parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("keeps up with a text full of faults", () => {
    const text = `{${'"a":1,'.repeat(100_000)}"b":2}`;
    expect(parse(text).problems).toHaveLength(99_999);
  });
});
