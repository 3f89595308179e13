import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classRows } from "../../../media/dashboard/tabs/confusion/class-rows.ts";
import { cellAfterKey, cellAt, matrixLayout } from "../../../media/dashboard/tabs/confusion/matrix-layout.ts";
import { alignLines } from "../../../media/dashboard/tabs/difference/align-lines.ts";
import { valueLines } from "../../../media/dashboard/tabs/difference/value-lines.ts";
import { markdownTable } from "../../../media/parts/markdown-table.ts";
import { contrast, hexRgb, rgbHex, standingOut } from "../../../media/theme/contrast.ts";
import { runColors } from "../../../shared/dashboard/run-colors.ts";
import { madeUpEvaluation } from "../../support/evaluations.ts";

describe("the layout of a confusion matrix", () => {
  test("a place in the drawing is the cell that is drawn there", () => {
    const classes = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(classes, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 320, max: 1600 }), (n, names, width) => {
        const layout = matrixLayout(n, names, width);
        expect(layout.width).toBeLessThanOrEqual(Math.max(width, layout.left + 3 * n + 1));
        for (const [row, column] of [
          [0, 0],
          [n - 1, 0],
          [n >> 1, n - 1],
        ] as const) {
          const x = layout.left + (column + 0.5) * layout.cell;
          const y = layout.top + (row + 0.5) * layout.cell;
          expect(cellAt(layout, x, y)).toEqual({ row, column });
        }
        expect(cellAt(layout, layout.left - 1, layout.top + 1)).toBeNull();
        expect(cellAt(layout, layout.left + n * layout.cell, layout.top)).toBeNull();
      }),
    );
  });

  test("names stand beside cells that are as high as they are, and nowhere else", () => {
    expect(matrixLayout(10, 80, 700)).toMatchObject({ named: true, cell: 56 });
    expect(matrixLayout(100, 80, 700)).toMatchObject({ named: false, cell: 6 });
    expect(matrixLayout(100, 80, 200)).toMatchObject({ named: false, cell: 3 });
  });

  test.each([
    ["ArrowLeft", { row: 1, column: 0 }, { row: 1, column: 0 }],
    ["ArrowRight", { row: 1, column: 0 }, { row: 1, column: 1 }],
    ["ArrowDown", { row: 2, column: 0 }, { row: 2, column: 0 }],
    ["End", { row: 1, column: 0 }, { row: 1, column: 2 }],
    ["PageUp", { row: 2, column: 1 }, { row: 0, column: 1 }],
    ["Tab", { row: 2, column: 1 }, null],
  ])("%s", (key, from, to) => {
    expect(cellAfterKey(key, from, 3)).toEqual(to);
  });
});

test("classes are sorted by accuracy or name, those without images last", () => {
  const evaluation = {
    ...madeUpEvaluation(["dog 10", "dog 2", "ant"], { epoch: 0, step: 1 }),
    perClass: [
      { images: 4, top1: 0.5, top5: 1 },
      { images: 0, top1: null, top5: null },
      { images: 2, top1: 1, top5: 1 },
    ],
  };
  const names = (by: "name" | "top1", descending: boolean) =>
    classRows(evaluation, { by, descending }).map(({ name }) => name);
  expect(names("name", false)).toEqual(["ant", "dog 2", "dog 10"]);
  expect(names("top1", false)).toEqual(["dog 10", "ant", "dog 2"]);
  expect(names("top1", true)).toEqual(["ant", "dog 10", "dog 2"]);
});

describe("two texts beside each other", () => {
  test("both come out whole, and what is the same stands in one row", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const rows = alignLines(left, right);
        expect(rows.flatMap((row) => row.left ?? [])).toEqual(left);
        expect(rows.flatMap((row) => row.right ?? [])).toEqual(right);
        expect(rows.filter((row) => row.left === row.right).length).toBe(common(left, right));
      }),
    );
  });

  test("a line that was changed stands beside what it was", () => {
    expect(alignLines(["{", "a", "x", "}"], ["{", "b", "x", "new", "}"])).toEqual([
      { left: "{", right: "{" },
      { left: "a", right: "b" },
      { left: "x", right: "x" },
      { left: null, right: "new" },
      { left: "}", right: "}" },
    ]);
  });
});

/** Length of the longest common subsequence, by trying all. */
function common([a, ...left]: readonly string[], right: readonly string[]): number {
  if (a === undefined) return 0;
  const at = right.indexOf(a);
  return Math.max(common(left, right), at < 0 ? 0 : 1 + common(left, right.slice(at + 1)));
}

test("values of a recipe are one line, lists of operations one for each", () => {
  expect(valueLines(undefined)).toEqual([]);
  expect(valueLines(null)).toEqual(["null"]);
  expect(valueLines([30, 60])).toEqual(["[30, 60]"]);
  expect(valueLines([{ op: "resize", size: 8 }, { op: "normalize" }])).toEqual([
    '{"op": "resize", "size": 8}',
    '{"op": "normalize"}',
  ]);
});

test("a table in Markdown has no cell that ends it or marks anything up", () => {
  const columns = [
    { title: "Class", isNumber: false },
    { title: "top-1 %", isNumber: true },
  ];
  expect(markdownTable(columns, [["a|b *c*\n<b>", "50.0"]])).toBe(
    "| Class | top-1 % |\n| --- | ---: |\n| a\\|b \\*c\\* \\<b\\> | 50.0 |\n",
  );
});

test("accents stand out from black and from white, and stay what they are where they do already", () => {
  for (const background of ["#000000", "#ffffff"]) {
    for (const color of runColors) {
      const shown = standingOut(hexRgb(color), hexRgb(background), 5.5);
      expect(contrast(shown, hexRgb(background))).toBeGreaterThanOrEqual(5.5);
      if (contrast(hexRgb(color), hexRgb(background)) >= 5.5) expect(rgbHex(shown)).toBe(color);
    }
  }
  // WCAG 2.2's own examples: the two ends, and grey that just passes for text.
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast(hexRgb("#767676"), [255, 255, 255])).toBeCloseTo(4.54, 2);
});
