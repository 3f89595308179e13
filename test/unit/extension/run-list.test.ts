import { describe, expect, test } from "vitest";
import { grouped, groupings, inOrder, matches, type RunOnRunner } from "../../../extension/runs/run-list.ts";
import { endText, runDescription, shortened, statusBarText } from "../../../extension/runs/run-row.ts";
import { runStates } from "../../../shared/journal.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";

const summary = (part: Partial<RunSummary>): RunSummary => ({
  id: "20260131-094500-a-3f9a1c",
  name: "resnet50-efficient",
  state: "running",
  reason: null,
  createdAt: 1_000,
  startedAt: 2_000,
  endedAt: null,
  queuePosition: null,
  backend: "wasm",
  device: null,
  host: null,
  step: 10,
  totalSteps: 100,
  epoch: 11,
  totalEpochs: 120,
  latest: { "train/loss": 1.934, "validation/top1": 0.5821, imagesPerSecond: 1940.2 },
  best: { top1: 0.762, epoch: 117 },
  secondsLeft: 7_800,
  quarantinedImages: 0,
  lastSequence: 1,
  note: "",
  tags: [],
  pinned: false,
  ...part,
});
const on = (part: Partial<RunSummary>, runnerName = "gpu-box"): RunOnRunner => ({
  runner: "r",
  runnerName,
  run: summary(part),
});

describe("a run in one line", () => {
  test.each([
    [{}, "ep 12/120 · 1.93 · 58.2 % · 2 h 10 min left"],
    [{ latest: {}, secondsLeft: null, epoch: 0 }, "ep 1/120"],
    [{ state: "queued", queuePosition: 2 }, "queued, number 2"],
    [{ state: "completed", endedAt: 47_042_000, note: "reference\nsecond" }, "76.2 % · 13 h 04 min · “reference”"],
    [{ state: "failed", reason: "loss became NaN at step 412", best: null }, "failed: loss became NaN at step 412"],
    [{ state: "stopped", reason: "on request" }, "stopped: on request · 76.2 %"],
    [{ state: "paused", latest: {} }, "paused · ep 12/120"],
  ] as const)("%j in English", (part, text) => expect(runDescription(summary(part as never), "en")).toBe(text));

  test("says in Korean why it rests", () => {
    const text = runDescription(summary({ state: "stopped", reason: "on request", best: null, note: "" }), "ko");
    expect(text).toBe("중지됨: 요청에 따라");
  });

  test.each(runStates)("the state %s has Korean words", (state) => {
    expect(runDescription(summary({ state, reason: null, best: null, note: "" }), "ko")).toMatch(/[가-힣]|^$/);
  });

  test("of the status bar and of its end", () => {
    expect(statusBarText(summary({ epoch: 1203, totalEpochs: 20_000 }))).toMatch(/ 1,204\/20,000 · /);
    expect(statusBarText(summary({}))).toBe("resnet50-efficient 12/120 · 58.2 % · 1,940 img/s");
    expect(endText(summary({ state: "completed", endedAt: 47_042_000 }), "en")).toBe(
      "resnet50-efficient finished: top-1 76.2 % (best, epoch 118), 13 h 04 min.",
    );
    expect(endText(summary({ state: "failed", reason: "loss became NaN" }), "en")).toBe(
      "resnet50-efficient failed: loss became NaN",
    );
    expect(endText(summary({ state: "completed", endedAt: 47_042_000 }), "ko")).toContain("완료");
  });

  test("names cannot turn the line around, break it or fill the screen", () => {
    expect(shortened("a\u202eb\r\nc\u001b[31m", 80)).toBe("a b  c [31m");
    expect(shortened("x".repeat(1_000_000), 40)).toHaveLength(40);
  });
});

describe("the list", () => {
  test("has running runs first, then the queue in its order, then pinned ones, then the newest", () => {
    const runs = [
      on({ id: "old", state: "completed", createdAt: 1 }),
      on({ id: "new", state: "failed", createdAt: 9 }),
      on({ id: "pinned", state: "stopped", createdAt: 0, pinned: true }),
      on({ id: "second", state: "queued", queuePosition: 2, createdAt: 2 }),
      on({ id: "first", state: "queued", queuePosition: 1, createdAt: 3 }),
      on({ id: "running", createdAt: 0 }),
    ];
    expect(inOrder(runs).map(({ run }) => run.id)).toEqual(["running", "first", "second", "pinned", "new", "old"]);
  });

  test("is filtered by every word, in any case and place", () => {
    const run = on({ tags: ["Night"], note: "with mixup" });
    for (const filter of ["", "RESNET night", "mixup gpu", "running", "실행"])
      expect(matches(run, filter, "ko"), filter).toBe(true);
    expect(matches(run, "resnet cifar", "en")).toBe(false);
  });

  test.each(groupings)("grouped by %s loses no run", (grouping) => {
    const runs = [
      on({ id: "a", tags: ["x", "y"] }),
      on({ id: "b" }, "lab-2"),
      on({ id: "c", name: "other", state: "failed" }),
    ];
    const groups = grouped(runs, grouping, "en");
    expect(new Set(groups.flatMap((group) => group.runs.map(({ run }) => run.id)))).toEqual(new Set(["a", "b", "c"]));
    expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
  });
});
