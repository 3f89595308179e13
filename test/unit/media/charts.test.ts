import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { bestOf, type ChartLine } from "../../../media/charts/chart-line.ts";
import { csvOf } from "../../../media/charts/export-csv.ts";
import { chartSvg } from "../../../media/charts/export-svg.ts";
import { bandPieces, linePieces } from "../../../media/charts/line-path.ts";
import { valueRanges, valueTicks } from "../../../media/charts/picture.ts";
import { gapWidth, nearest, visible } from "../../../media/charts/points.ts";
import { smooth } from "../../../media/charts/smooth.ts";
import { linearTicks, logTicks, timeTicks, valueRange } from "../../../media/charts/ticks.ts";
import { ChartView, type Range } from "../../../media/charts/view.ts";

const identity = (from: number, to: number) => ({ x: (value: number) => value, y: (value: number) => value, from, to });
const line = (points: ChartLine["points"], more: Partial<ChartLine> = {}): ChartLine => ({
  id: "run/train/loss",
  run: null,
  label: "Training loss",
  unit: "",
  format: String,
  color: "#0072b2",
  dash: "solid",
  axis: "left",
  best: "lowest",
  points,
  halfLife: 0,
  scale: 1,
  marks: [],
  ...more,
});

describe("smoothing", () => {
  test("leaves a constant as it is, from the first value on", () => {
    for (const value of smooth({ x: [0, 1, 2, 30], y: [3, 3, 3, 3] }, 5)) expect(value).toBeCloseTo(3, 12);
  });

  test("a value one half-life back counts half", () => {
    expect(smooth({ x: [0, 4], y: [0, 3] }, 4)[1]).toBeCloseTo(2, 12);
  });

  test("keeps gaps and skips them", () => {
    const smoothed = smooth({ x: [0, 1, 2], y: [1, Number.NaN, 1] }, 1);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBe(1);
  });
});

describe("what is drawn of a line", () => {
  test("a gap in the values is a gap in the line", () => {
    expect(linePieces({ x: [0, 1, 2, 3], y: [] }, [5, 6, Number.NaN, 7], identity(0, 3))).toEqual([
      [0, 5, 1, 6],
      [3, 7],
    ]);
  });

  test("so is a stretch without values, where they usually stand close", () => {
    const x = [0, 1, 2, 3, 4, 5, 6, 7, 100, 101];
    const pieces = linePieces({ x, y: x }, x, identity(0, 101));
    expect(pieces.map((piece) => piece.length / 2)).toEqual([8, 2]);
  });

  test("and so is what has no place on the axis: zero, where it is logarithmic", () => {
    const onLog = { ...identity(0, 3), y: Math.log10 };
    expect(linePieces({ x: [0, 1, 2, 3], y: [] }, [10, 0, -1, 100], onLog)).toEqual([
      [0, 1],
      [3, 2],
    ]);
  });

  test("of a million values a column keeps its lowest and highest, and no more than four", () => {
    const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
    const y = Float64Array.from(x, (i) => Math.sin(i * 12.9898));
    y[412_345] = 50;
    y[612_345] = -50;
    const pieces = linePieces({ x, y }, y, { x: (v) => v / 2_500, y: (v) => v, from: 0, to: 1e6 });
    expect(pieces).toHaveLength(1);
    expect(pieces[0]!.length / 2).toBeLessThanOrEqual(4 * 401);
    expect(Math.max(...pieces[0]!.filter((_, i) => i % 2 === 1))).toBe(50);
    expect(Math.min(...pieces[0]!.filter((_, i) => i % 2 === 1))).toBe(-50);
  });

  test("the band goes along the highest values and back along the lowest", () => {
    const points = { x: [0, 1, 2], y: [1, 1, 1], low: [0, 0, 0], high: [2, 2, 2] };
    expect(bandPieces(points, identity(0, 2))).toEqual([[0, 2, 1, 2, 2, 2, 2, 0, 1, 0, 0, 0]]);
  });

  test("what is not in view is not drawn, but for a neighbour on each side", () => {
    expect(visible({ x: [0, 10, 20, 30, 40], y: [] }, 15, 25)).toEqual({ start: 1, end: 4 });
  });
});

test("the nearest point", () => {
  expect([-5, 4, 6, 99].map((at) => nearest([0, 10, 20], at))).toEqual([0, 0, 1, 2]);
  expect(nearest([], 3)).toBe(-1);
});

test("validations, far apart and even, are no gaps", () => {
  expect(gapWidth(Array.from({ length: 20 }, (_, i) => i * 1000))).toBe(10_000);
});

describe("ticks", () => {
  test.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [0.1, 0.35, 5, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]],
    [-1, 1, 2, [-1, 0, 1]],
  ])("from %d to %d", (min, max, count, expected) => {
    expect(linearTicks(min, max, count)).toEqual(expected);
  });

  test("steps have no fractions", () => expect(linearTicks(1, 3, 10, true)).toEqual([1, 2, 3]));
  test("of a logarithm", () => expect(logTicks(0.001, 10, 5)).toEqual([0.001, 0.01, 0.1, 1, 10]));
  test("of time are round in the local day", () =>
    expect(timeTicks(0, 7200, 4, 1800)).toEqual([0, 1800, 3600, 5400, 7200]));
  test("an axis of equal values has a height", () => expect(valueRange(2, 2, false)).toEqual([1.8, 2.2]));
  test("an axis of positive values does not go below 0", () => expect(valueRange(0.001, 10, false)[0]).toBe(0));
});

describe("the range that is shown", () => {
  const view = () => {
    const made = new ChartView(signal<Range | null>(null));
    made.extent.value = { min: 0, max: 100 };
    return made;
  };

  test("zooming keeps the place under the pointer", () => {
    const made = view();
    made.zoom(0.5, 20);
    expect(made.shown.value).toEqual({ min: 10, max: 60 });
  });

  test("a chosen range stays when there is more data, the whole grows", () => {
    const made = view();
    made.zoom(0.5, 20);
    made.extent.value = { min: 0, max: 200 };
    expect(made.shown.value).toEqual({ min: 10, max: 60 });
    made.reset();
    expect(made.shown.value).toEqual({ min: 0, max: 200 });
  });

  test("panning stops while there is still something in view", () => {
    const made = view();
    made.zoom(0.5, 20);
    for (let i = 0; i < 50; i++) made.pan(1);
    expect(made.shown.value.min).toBeLessThan(100);
  });
});

describe("value axes", () => {
  test("are not stretched by infinite values, nor by those that a logarithmic axis does not show", () => {
    const y = [1, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY, -3, 0];
    const range = (log: boolean) =>
      valueRanges({ lines: [line({ x: [0, 1, 2, 3, 4, 5], y })], range: { min: 0, max: 5 }, log }).left;
    expect(range(false)).toEqual([-3.3, 2.3]);
    expect(range(true)[0]).toBeCloseTo(0.966, 3);
    expect(range(true)[1]).toBeCloseTo(2.071, 3);
  });

  test("have ticks at round numbers of their unit", () => {
    const memory = line({ x: [], y: [] }, { scale: 2 ** -30 });
    const ticks = valueTicks({ lines: [memory], log: false }, "left", 4, [60 * 2 ** 30, 75 * 2 ** 30]);
    expect(ticks.map((tick) => tick / 2 ** 30)).toEqual([60, 65, 70, 75]);
  });
});

test("the best value is that of all values behind the points", () => {
  expect(bestOf(line({ x: [0, 1], y: [2, 3], low: [0.5, 3], high: [4, 3] }))).toBe(0.5);
  expect(bestOf(line({ x: [0], y: [Number.NaN] }))).toBeNull();
});

describe("files", () => {
  test("CSV quotes what needs it, leaves gaps empty and disarms formulas", () => {
    expect(
      csvOf(
        ["a", "b"],
        [
          ['say "hi", now', Number.NaN],
          ["=1+1", undefined],
        ],
      ),
    ).toBe('a,b\r\n"say ""hi"", now",\r\n\'=1+1,\r\n');
  });

  test("SVG has each line, and names as text", () => {
    const svg = chartSvg(
      {
        lines: [line({ x: [0, 1, 2], y: [1, Number.NaN, 3] }, { run: '<script>"&\u0007' })],
        range: { min: 0, max: 2 },
        xAxis: "step",
        log: false,
        colors: { background: "#fff", text: "#000", muted: "#555", grid: "#ddd", mark: "#888" },
      },
      { title: "Loss", width: 400, height: 200 },
    );
    expect(svg).not.toContain("<script>");
    expect(svg).toContain("&#60;script&#62;&#34;&#38; · Training loss");
    expect(svg.match(/stroke="#0072b2"/g)).toHaveLength(2);
    expect(svg).toMatch(/d="M64\.0 [\d.]+h0M336\.0 [\d.]+h0"/);
  });
});
