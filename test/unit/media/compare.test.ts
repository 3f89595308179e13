import { describe, expect, test } from "vitest";
import { axisOf } from "../../../media/dashboard/compare/axis.ts";
import { nearestLine, nearestPoint } from "../../../media/dashboard/compare/nearest.ts";
import { lineOf, parallelLayout } from "../../../media/dashboard/compare/parallel-layout.ts";
import { valueColor } from "../../../media/dashboard/compare/value-color.ts";
import { recipeColumn } from "../../../media/dashboard/runs-table/recipe-columns.ts";
import { rowOf } from "./run-rows.ts";

const rowsWith = (values: readonly unknown[]) =>
  values.map((value, i) => rowOf(`run-${i}`, { recipe: value === undefined ? {} : { field: value } }));
const axisWith = (values: readonly unknown[], log: boolean | null = null) => {
  const isNumber = values.every((value) => value === undefined || typeof value === "number");
  return axisOf(recipeColumn("field", isNumber ? "number" : "text"), rowsWith(values), log);
};
const labels = (axis: ReturnType<typeof axisOf>) => axis.ticks.map(({ label }) => label);

describe("an axis", () => {
  test("of numbers goes from the least to the greatest, with a tick for each where they are few", () => {
    const axis = axisWith([64, 256, 128, 256]);
    expect([64, 160, 256].map(axis.place)).toEqual([0, 0.5, 1]);
    expect(labels(axis)).toEqual(["64", "128", "256"]);
    expect(axis.hasMissing).toBe(false);
  });

  test("of values that span decades is logarithmic, unless somebody wants it otherwise", () => {
    const values = [0.001, 0.1, 10];
    expect(axisWith(values).kind).toBe("log");
    expect(axisWith(values).place(0.1)).toBeCloseTo(0.5, 12);
    expect(axisWith(values, false).kind).toBe("linear");
    expect(axisWith([1, 2], true).kind).toBe("log");
    expect(axisWith([0, 0.001, 10]).kind).toBe("linear");
  });

  test("has no place for what is missing, nor a logarithmic one for what is not above nothing", () => {
    const axis = axisWith([0, 1, 100, undefined], true);
    expect([axis.place(undefined), axis.place(0), axis.place(Number.NaN)]).toEqual([null, null, null]);
    expect([axis.place(1), axis.place(100)]).toEqual([0, 1]);
    expect(axis.hasMissing).toBe(true);
  });

  test("of one value has it in its middle, and of none is drawn still", () => {
    expect(axisWith([5, 5]).place(5)).toBe(0.5);
    expect(axisWith([0]).place(0)).toBe(0.5);
    expect(axisWith([5], true).place(5)).toBeCloseTo(0.5, 12);
    expect(axisWith([undefined])).toMatchObject({ ticks: [], ends: null, hasMissing: true });
  });

  test("of texts and switches has a place for each", () => {
    const axis = axisWith(["step", "cosine", true, "cosine", undefined]);
    expect(axis.kind).toBe("categories");
    expect(labels(axis)).toEqual(["cosine", "step", "true"]);
    expect(axis.place("step")).toBeCloseTo(0.5, 12);
    expect(axis.place("other")).toBeNull();
    expect(axis.hasMissing).toBe(true);
  });

  test("leaves out ticks that would stand on each other", () => {
    expect(labels(axisWith([1, 1.001, 2]))).toEqual(["1", "2"]);
  });

  test("turns a part that is marked into what the filter asks, and back", () => {
    const rates = axisWith([0.01, 0.1, 1]);
    expect(rates.select(0.25, 0.75)).toEqual({ from: 0.0316, to: 0.316 });
    expect(rates.select(0.25, 1.2)).toEqual({ from: 0.0316, to: Number.POSITIVE_INFINITY });
    expect(rates.select(-0.1, 1.1)).toBeNull();
    const cover = rates.cover({ from: 0.0316, to: Number.POSITIVE_INFINITY })!;
    expect(cover.from).toBeCloseTo(0.25, 2);
    expect(cover.to).toBe(1);
    expect(axisWith([1_000_000, 1_000_100]).select(0.123, 0.5)).toEqual({ from: 1_000_012, to: 1_000_050 });
    expect(axisWith([0, 3_000]).select(0.123, 0.5)).toEqual({ from: 370, to: 1_500 });
    expect(axisWith([0, 0.03]).select(0.1234, 0.5)).toEqual({ from: 0.0037, to: 0.015 });
    const kinds = axisWith(["a", "b", "c"]);
    expect(kinds.select(0, 0.6)).toEqual({ values: ["a", "b"] });
    expect(kinds.select(0.2, 0.3)).toBeNull();
    expect(kinds.cover({ values: ["a", "b"] })).toEqual({ from: 0, to: 2 / 3 });
    expect(kinds.cover({ from: 0, to: 1 })).toBeNull();
  });
});

describe("parallel coordinates", () => {
  test("have room for every axis, and a place below for what is missing", () => {
    const wide = parallelLayout(1_000, 3);
    expect([wide.width, wide.x.length]).toEqual([1_000, 3]);
    expect(parallelLayout(300, 10).width).toBeGreaterThan(900);
    expect(parallelLayout(0, 1).x).toHaveLength(1);
    const axes = [axisWith([1, 2]), axisWith([1, 2])];
    const line = lineOf(rowOf("run", { recipe: { field: 2 } }), axes, parallelLayout(500, 2));
    expect(line.map(({ y }) => y)).toEqual([wide.top, wide.top]);
    expect(lineOf(rowOf("run"), axes, wide).map(({ y }) => y)).toEqual([wide.missing, wide.missing]);
  });

  test("know the line under the pointer", () => {
    const lines = [
      [
        { x: 0, y: 0 },
        { x: 100, y: 100 },
      ],
      [
        { x: 0, y: 100 },
        { x: 100, y: 0 },
      ],
    ];
    expect(nearestLine(lines, { x: 25, y: 28 }, 8)).toBe(0);
    expect(nearestLine(lines, { x: 25, y: 71 }, 8)).toBe(1);
    expect(nearestLine(lines, { x: 50, y: 20 }, 8)).toBe(-1);
    expect(nearestLine(lines, { x: 140, y: 100 }, 8)).toBe(-1);
    expect(nearestPoint([{ x: 3, y: 4 }], { x: 0, y: 0 }, 5)).toBe(0);
    expect(nearestPoint([{ x: 3, y: 4 }], { x: 0, y: 0 }, 4)).toBe(-1);
  });

  test("colours go from one accent to another", () => {
    expect([valueColor(-1), valueColor(0), valueColor(1), valueColor(2)]).toEqual([
      "#0072b2",
      "#0072b2",
      "#e69f00",
      "#e69f00",
    ]);
    expect(valueColor(0.5)).toMatch(/^#[0-9a-f]{6}$/);
  });
});
