import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HoverContext, hoverAt } from "../../../../shared/recipe/editor/hover.ts";
import { readLoosely } from "../../../../shared/recipe/editor/read-loosely.ts";
import { symbolsOf } from "../../../../shared/recipe/editor/symbols.ts";
import { randomRecipe } from "../../../support/random-recipe.ts";

function at(marked: string, more: Partial<HoverContext> = {}) {
  const offset = marked.indexOf("▸");
  const text = marked.replace("▸", "");
  const context = { inherited: undefined, inheritedFrom: () => null, language: "en" as const, ...more };
  const hover = hoverAt(text, offset, { recipe: readLoosely(text).value, ...context });
  return hover && { word: text.slice(hover.range.start, hover.range.end), markdown: hover.markdown };
}

describe("hover", () => {
  it("says of a field what it is, its range, default, unit and source", () => {
    const hover = at('{"training": {"ep▸ochs": 5}}');
    expect(hover?.word).toBe('"epochs"');
    for (const part of ["`training.epochs`", "**Epochs**", "from 1 to 100000", "`120`", "epochs", "§2.1"])
      expect(hover?.markdown).toContain(part);
  });
  it("speaks Korean", () => {
    expect(at('{"training": {"ep▸ochs": 5}}', { language: "ko" })?.markdown).toMatch(/기본값: `120`/);
  });
  it("on a value, explains the operation that it names", () => {
    const markdown = at('{"augmentation": {"train": [{"op": "cut▸out"}]}}')?.markdown;
    expect(markdown).toMatch(/^\*\*Cutout\*\*/);
  });
  it("says what a base says", () => {
    const more = { inherited: { training: { epochs: 30 } }, inheritedFrom: () => "small:`baseline" };
    expect(at('{"training": {"epo▸chs": 5}}', more)?.markdown).toContain("Inherited: `30` (`small:'baseline`)");
  });
  it.each(["{▸}", '{"x▸": 1}', "// tra▸ining\n{}", '{"training": {"x▸": 1}}'])("%s: nothing", (marked) => {
    expect(at(marked)).toBeUndefined();
  });
  it("never throws, also in a text that is not finished", () => {
    fc.assert(
      fc.property(randomRecipe, fc.nat(), fc.nat(), (recipe, end, position) => {
        const whole = JSON.stringify(recipe, null, 1);
        const text = whole.slice(0, end % (whole.length + 1));
        at(`${text.slice(0, position % (text.length + 1))}▸${text.slice(position % (text.length + 1))}`);
      }),
      { numRuns: 500 },
    );
  });
});

describe("symbols", () => {
  const outline = (text: string) => {
    const lines: string[] = [];
    const visit = (symbols: ReturnType<typeof symbolsOf>, indent: string): void => {
      for (const { name, detail, children } of symbols) {
        lines.push(`${indent}${name} ${detail}`.trimEnd());
        visit(children, `${indent}  `);
      }
    };
    visit(symbolsOf(readLoosely(text).tree), "");
    return lines;
  };
  it("names fields, kinds and operations", () => {
    const text =
      '{"name": "x", "learningRate": {"decay": {"kind": "step", "epochs": [1, 2]}}, "augmentation": {"train": [{"op": "cutout"}, {}]}}';
    expect(outline(text)).toEqual([
      'name "x"',
      "learningRate",
      "  decay step",
      '    kind "step"',
      "    epochs [1, 2]",
      "augmentation",
      "  train",
      "    cutout",
      '      op "cutout"',
      "    [1]",
    ]);
  });
  it("has what can be understood of an unfinished text", () => {
    expect(outline('{"training": {"epochs": 5, "batchSize": ')).toEqual(["training", "  epochs 5"]);
    expect(outline("[".repeat(100_000))).toEqual([]);
  });
});
