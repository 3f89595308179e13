import { describe, expect, test } from "vitest";
import type { Column, RunRow } from "../../../media/dashboard/runs-table/column.ts";
import { askedMetric } from "../../../media/dashboard/runs-table/metric-columns.ts";
import { bestKey, bestQuestion } from "../../../media/dashboard/runs-table/questions.ts";
import { rowsOf } from "../../../media/dashboard/runs-table/rows.ts";
import { nameColumn } from "../../../media/dashboard/runs-table/run-columns.ts";
import { nextSorting, SteadyValues, sortRows } from "../../../media/dashboard/runs-table/sort-rows.ts";
import { tableCsv, tableMarkdown } from "../../../media/dashboard/runs-table/write-table.ts";
import { runKey } from "../../../media/data/run-key.ts";
import { columnsFor, recipeOf, rowOf } from "./run-rows.ts";

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const column = (rows: readonly RunRow[], id: string): Column => {
  const found = columnsFor(rows).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no column ${id}`);
  return found;
};
const names = (rows: readonly RunRow[]) => rows.map(({ summary }) => summary.name);

describe("columns", () => {
  const rows = [
    rowOf("a", { recipe: recipeOf(0.1, "step"), latest: { "validation/top1": 0.5823, "gpu0/use": 0.97 } }),
    rowOf("b", { recipe: recipeOf(0.4, "cosine"), latest: { "train/loss": 1.93456 }, best: { top1: 0.7, epoch: 11 } }),
    rowOf("c"),
  ];

  test("are the metrics that any run has reported, in the order of their list, and the fields in which recipes differ", () => {
    const ids = (group: Column["group"]) =>
      columnsFor(rows)
        .filter((each) => each.group === group)
        .map(({ id }) => id);
    expect(ids("metric")).toEqual([
      "train/loss",
      "best/train/loss",
      "validation/top1",
      "best/validation/top1",
      "bestEpoch",
      "gpu0/use",
    ]);
    expect(ids("recipe")).toEqual(["learningRate.initial", "learningRate.decay.kind", "learningRate.decay.epochs"]);
  });

  test("have tags, notes and runners where there are any, and several", () => {
    expect(columnsFor(rows).map(({ id }) => id)).not.toContain("tags");
    const more = [...rows, rowOf("d", { tags: ["x"], note: "n", runner: "there" })];
    expect(columnsFor(more).map(({ id }) => id)).toEqual(expect.arrayContaining(["tags", "note", "runner"]));
  });

  test("say values in the unit of the header: as people read them, and as numbers", () => {
    expect(rows.map(column(rows, "validation/top1").text)).toEqual(["58.2", "–", "–"]);
    expect(column(rows, "validation/top1").unit).toBe("%");
    expect(column(rows, "validation/top1").value(rows[0]!)).toBeCloseTo(58.23, 9);
    expect(column(rows, "train/loss").text(rows[1]!)).toBe("1.93");
    expect(column(rows, "bestEpoch").text(rows[1]!)).toBe("12");
    expect(rows.map(column(rows, "learningRate.initial").text)).toEqual(["0.1", "0.4", "–"]);
    expect(column(rows, "learningRate.decay.epochs").text(rows[0]!)).toBe("[30,60]");
    const computed = [rowOf("a", { recipe: recipeOf(0.1 * 3, "step", 12_345_678) }), rows[1]!];
    expect(column(computed, "learningRate.initial").text(computed[0]!)).toBe("0.3");
    expect(column(computed, "training.epochs").text(computed[0]!)).toBe("12345678");
  });

  test("a run's time goes on while it runs, ends where it ends, and is unknown where it rests", () => {
    const runs = [
      rowOf("running", { state: "running", startedAt: 1_000 }),
      rowOf("done", { state: "completed", startedAt: 1_000, endedAt: 61_000 }),
      rowOf("paused", { state: "paused", startedAt: 1_000 }),
    ].map(({ ref, summary }) => ({ ref, summary }));
    const made = rowsOf(runs, {
      recipes: new Map(),
      bests: new Map([[bestKey(runKey(runs[1]!.ref), "train/loss"), { value: 0.5 }]]),
      runners: new Map([["here", "this machine"]]),
      now: 31_000,
    });
    expect(made.map(({ seconds }) => seconds)).toEqual([30, 60, undefined]);
    expect(made[0]!.runner).toBe("this machine");
    expect(made.map(({ best }) => best("train/loss"))).toEqual([undefined, 0.5, undefined]);
  });
});

describe("best values", () => {
  test("come with the list for the accuracy, and are asked for otherwise", () => {
    const rows = [rowOf("a", { latest: { "train/loss": 2, "validation/top1": 0.5 }, bests: { "train/loss": 1.5 } })];
    expect(askedMetric(column(rows, "best/train/loss"))).toBe("train/loss");
    expect(askedMetric(column(rows, "best/validation/top1"))).toBeUndefined();
    expect(column(rows, "best/train/loss").text(rows[0]!)).toBe("1.5");
    expect(column(rows, "best/validation/top1").text(rows[0]!)).toBe("–");
  });

  test("are the least or the greatest of the course, asked again when another epoch is done", async () => {
    const buckets = [
      { min: 0.2, max: 0.6 },
      { min: 0.1, max: 0.5 },
    ];
    const link = { request: async () => ({ buckets }) } as never;
    const row = rowOf("a", { epoch: 3 });
    expect(await bestQuestion(row, "train/loss", "lowest").ask(link)).toBe(0.1);
    expect(await bestQuestion(row, "validation/top1", "highest").ask(link)).toBe(0.6);
    const stamp = (epoch: number) => bestQuestion(rowOf("a", { epoch }), "train/loss", "lowest").stamp;
    expect(stamp(3)).not.toBe(stamp(4));
    const none = { request: async () => ({ buckets: [] }) } as never;
    expect(await bestQuestion(row, "train/loss", "lowest").ask(none)).toBeNull();
  });
});

describe("sorting", () => {
  const rates = [0.1, undefined, 10, 0.02, Number.NaN, 0.1].map((rate, i) =>
    rowOf(`run-${i}`, { latest: rate === undefined ? {} : { learningRate: rate } }),
  );
  const byRate = column(rates, "learningRate");

  test("takes numbers as numbers, keeps the order of equals, and puts what is missing last in both directions", () => {
    const sorted = (descending: boolean) => names(sortRows(rates, byRate, { descending, collator }));
    expect(sorted(false)).toEqual(["run-3", "run-0", "run-5", "run-2", "run-1", "run-4"]);
    expect(sorted(true)).toEqual(["run-2", "run-0", "run-5", "run-3", "run-1", "run-4"]);
  });

  test("takes texts as people do", () => {
    const rows = ["run 10", "Run 9", "a"].map((name) => rowOf(name));
    expect(names(sortRows(rows, nameColumn(), { descending: false, collator }))).toEqual(["a", "Run 9", "run 10"]);
  });

  test("a run keeps its place while it trains, and finds its own when it ends or somebody sorts anew", () => {
    const steady = new SteadyValues();
    const withLoss = (first: number, endedAt: number | null) => [
      rowOf("trains", { latest: { "train/loss": first }, endedAt }),
      rowOf("rests", { latest: { "train/loss": 1 }, endedAt: 9 }),
    ];
    const order = { column: "train/loss", descending: false };
    const shown = (rows: RunRow[], by = order) =>
      names(sortRows(rows, steady.of(by, column(rows, "train/loss")), { ...by, collator }));
    expect(shown(withLoss(2, null))).toEqual(["rests", "trains"]);
    expect(shown(withLoss(0.5, null))).toEqual(["rests", "trains"]);
    expect(shown(withLoss(0.5, null), { ...order })).toEqual(["trains", "rests"]);
    expect(shown(withLoss(2, null), order)).toEqual(["rests", "trains"]);
    expect(shown(withLoss(0.5, 10), order)).toEqual(["trains", "rests"]);
  });

  test("a header goes upwards, downwards and back", () => {
    const first = nextSorting(null, "name");
    expect(first).toEqual({ column: "name", descending: false });
    const second = nextSorting(first, "name");
    expect(second).toEqual({ column: "name", descending: true });
    expect(nextSorting(second, "name")).toBeNull();
    expect(nextSorting(second, "state")).toEqual({ column: "state", descending: false });
  });
});

describe("the table as text", () => {
  const rows = [
    rowOf("a|b\n| c | <img> *x* [y](z) `q` \\", {
      latest: { "validation/top1": 1 / 3 },
      startedAt: 0,
      endedAt: 90_000,
    }),
    rowOf("=1+1", { createdAt: Date.UTC(2026, 0, 31) }),
  ];
  const columns = [nameColumn(), column(rows, "validation/top1"), column(rows, "duration")];

  test("Markdown keeps every name in its cell, and numbers at the right", () => {
    expect(tableMarkdown(columns, rows).split("\n")).toEqual([
      "| Name | Validation top-1 (%) | Duration |",
      "| --- | ---: | ---: |",
      "| a\\|b \\| c \\| \\<img\\> \\*x\\* \\[y\\](z) \\`q\\` \\\\ | 33.3 | 1 min 30 s |",
      "| =1+1 | – | – |",
      "",
    ]);
  });

  test("CSV has numbers unrounded, seconds, and no formulas", () => {
    const csv = tableCsv([...columns, column(rows, "created")], rows.slice(1));
    expect(csv).toBe("Name,Validation top-1 (%),Duration (s),Created\r\n'=1+1,,,2026-01-31T00:00:00.000Z\r\n");
    expect(tableCsv(columns.slice(1), rows.slice(0, 1))).toContain("\r\n33.3333333333,90\r\n");
  });
});
