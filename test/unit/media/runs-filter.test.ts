import { describe, expect, test } from "vitest";
import type { Column } from "../../../media/dashboard/runs-table/column.ts";
import { applyFilter, filterNeeds } from "../../../media/dashboard/runs-table/filter/apply-filter.ts";
import { selectionOf, withSelection } from "../../../media/dashboard/runs-table/filter/edit-filter.ts";
import { parseFilter, quoted } from "../../../media/dashboard/runs-table/filter/parse-filter.ts";
import { problemText } from "../../../media/dashboard/runs-table/filter/problem-text.ts";
import { nameColumn } from "../../../media/dashboard/runs-table/run-columns.ts";
import { columnsFor, recipeOf, rowOf } from "./run-rows.ts";

const rows = [
  rowOf("resnet50-step", {
    state: "completed",
    recipe: recipeOf(0.1, "step"),
    latest: { "validation/top1": 0.582, "train/top1": 0.7, "train/loss": 2, "validation/loss": 2.5 },
    startedAt: 0,
    endedAt: 3 * 3_600_000,
    createdAt: new Date("2026-01-31T14:00").getTime(),
    epoch: 3,
    tags: ["reference", "sweep 2"],
  }),
  rowOf("resnet50-cosine", {
    state: "running",
    recipe: recipeOf(0.4, "cosine"),
    latest: { "validation/top1": 0.71 },
    createdAt: new Date("2026-02-01T00:00").getTime(),
  }),
  rowOf("VGG = wide", { state: "failed", recipe: recipeOf(0.1, "cosine"), note: "too | large" }),
];
const columns: Column[] = [nameColumn(), ...columnsFor(rows)];
const left = (filter: string) => {
  const { rows: found, problem } = applyFilter(filter, rows, columns);
  if (problem !== null) throw new Error(problemText(problem, filter));
  return found.map(({ summary }) => rows.findIndex((row) => row.summary === summary));
};
const problem = (filter: string) => {
  const { problem: found, rows: all } = applyFilter(filter, rows, columns);
  expect(all).toBe(rows);
  if (found === null) return null;
  return { code: found.code, at: filter.slice(found.start, found.end), text: problemText(found, filter) };
};

describe("a filter leaves", () => {
  test.each([
    ["", [0, 1, 2]],
    ["  ", [0, 1, 2]],
    ["resnet50", [0, 1]],
    ["RESNET50 cosine", [1]],
    ["reference", [0]],
    ["large", [2]],
    ["runn", [1]],
    ['"VGG ="', [2]],
    ["top1 > 70", [1]],
    ["top1>58.2", [1]],
    ["top1 >= 58.2", [0, 1]],
    ["top1 ≥ 58.2 top1 < 71", [0]],
    ["top1 = 58.2", [0]],
    ["train/top1 = 70%", [0]],
    ["learningRate.initial = 0.1", [0, 2]],
    ["LEARNINGRATE.INITIAL == 1e-1", [0, 2]],
    ["initial != 0.1", [1]],
    ["kind = cosine", [1, 2]],
    ["kind = cosine|step top1 > 0", [0, 1]],
    ["decay.epochs = [30,60]", [0]],
    ["training.epochs = 90", [0, 1, 2]],
    ["state = running | completed", [0, 1]],
    ["epoch = 4/10", [0]],
    ["tag = reference", [0]],
    ['tag = "sweep 2"', [0]],
    ["tag != reference", [1, 2]],
    ['name = "vgg = wide"', [2]],
    ['"Validation top-1" > 60', [1]],
    ["duration > 2h", [0]],
    ["duration <= 180min", [0]],
    ["created >= 2026-02-01", [1]],
    ["created < 2026-01-31T15:00 resnet50", [0]],
  ])("%s", (filter, expected) => {
    expect(left(filter)).toEqual(expected);
  });
});

describe("a filter that cannot be read says what is wrong, and where, and narrows nothing", () => {
  test.each([
    ["resnet top1 >", "valueMissing", ">"],
    ["kind = cosine|", "valueMissing", "|"],
    ["> 70", "nameMissing", ">"],
    ["a | b", "nameMissing", "|"],
    ['name = "open', "quoteOpen", '"open'],
    ["x top9 > 1", "unknownName", "top9 > 1"],
    ["toString = 1", "unknownName", "toString = 1"],
    ["train/loss > much", "wrongValue", "train/loss > much"],
    ["duration > 7", "wrongValue", "duration > 7"],
    ["created > yesterday", "wrongValue", "created > yesterday"],
    ["kind > step", "notOrdered", "kind > step"],
  ])("%s", (filter, code, at) => {
    expect(problem(filter)).toMatchObject({ code, at });
  });

  test("a name that can be two", () => {
    const twoEpochs = columns.map((column) => (column.id === "epoch" ? { ...column, id: "a.x" } : column));
    const both = twoEpochs.map((column) => (column.id === "duration" ? { ...column, id: "b.x" } : column));
    expect(applyFilter("x = 1", rows, both).problem).toMatchObject({ code: "ambiguousName", meant: ["a.x", "b.x"] });
  });
});

test("a name is that of the latest value, also where there is no validation", () => {
  const training = [rowOf("a", { latest: { "train/loss": 2 }, bests: { "train/loss": 1 } })];
  expect(applyFilter("loss = 2", training, columnsFor(training))).toEqual({ rows: training, problem: null });
  expect(applyFilter("best/train/loss = 2", training, columnsFor(training))).toEqual({ rows: [], problem: null });
});

test("recipes are read for a filter that may look into them, and for no other", () => {
  expect(["", "top1 > 3", "state = running"].map((filter) => filterNeeds(filter, columns).recipes)).toEqual([
    false,
    false,
    false,
  ]);
  expect(["word", "initial = 1", "training.epochs = 3"].map((filter) => filterNeeds(filter, columns).recipes)).toEqual([
    true,
    true,
    true,
  ]);
});

test("any text is read in quotes as it is", () => {
  for (const text of ['say "no"', "a|b", "back\\slash", "", "a b", "plain", "x=1", "wow!"]) {
    expect(parseFilter(`name = ${quoted(text)}`)).toMatchObject({ terms: [{ name: "name", values: [text] }] });
  }
});

describe("what an axis selects stands in the filter", () => {
  const [rate, kind] = ["learningRate.initial", "learningRate.decay.kind"].map(
    (id) => columns.find((column) => column.id === id)!,
  ) as [Column, Column];

  test("in place of what it said of the column, beside all else", () => {
    const marked = withSelection("resnet50 initial = 0.4", rate, { from: 0.05, to: 0.2 }, columns);
    expect(marked).toBe("resnet50 learningRate.initial >= 0.05 learningRate.initial <= 0.2");
    expect(left(marked)).toEqual([0]);
    expect(selectionOf(marked, rate, columns)).toEqual({ from: 0.05, to: 0.2 });
    expect(withSelection(marked, rate, null, columns)).toBe("resnet50");
  });

  test("an open end is left out, and texts stand beside each other", () => {
    expect(withSelection("", rate, { from: 0.2, to: Number.POSITIVE_INFINITY }, columns)).toBe(
      "learningRate.initial >= 0.2",
    );
    const marked = withSelection("", kind, { values: ["cosine", "two words"] }, columns);
    expect(marked).toBe('learningRate.decay.kind = cosine|"two words"');
    expect(selectionOf(marked, kind, columns)).toEqual({ values: ["cosine", "two words"] });
    expect(selectionOf("resnet50", kind, columns)).toBeNull();
  });

  test("durations have their unit", () => {
    const duration = columns.find(({ id }) => id === "duration")!;
    const marked = withSelection("", duration, { from: 7_200, to: 14_400 }, columns);
    expect(marked).toBe("duration >= 7200s duration <= 14400s");
    expect(left(marked)).toEqual([0]);
    expect(selectionOf("duration > 2h", duration, columns)).toEqual({ from: 7_200, to: Number.POSITIVE_INFINITY });
  });
});
