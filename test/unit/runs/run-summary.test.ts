import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { readControl, writeControl } from "../../../runner/runs/control.ts";
import { Changes } from "../../../runner/runs/service/changes.ts";
import { epochsAfter, planFacts } from "../../../runner/runs/service/plan-facts.ts";
import { processEnvironment } from "../../../runner/runs/service/process-environment.ts";
import { Queue } from "../../../runner/runs/service/queue.ts";
import { addRecord, noFacts, reasons } from "../../../runner/runs/service/run-facts.ts";
import { summarise } from "../../../runner/runs/service/summary.ts";
import type { JournalEvent } from "../../../shared/journal.ts";
import { createPlan } from "../../../shared/plan.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { recipeOf } from "../../support/recipes.ts";

type Unnumbered = JournalEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, "sequence" | "time">
    : never
  : never;

const recipe = recipeOf({
  name: "growing",
  extends: "small:baseline",
  training: { epochs: 5, batchSize: { initial: 10, epochs: [2, 4], factor: 2 }, lastBatch: "keep" },
});
const plan = createPlan(recipe, { trainImages: 95, validationImages: 10, classes: ["a", "b"] });
const facts = planFacts(plan);

/** The summary after records that come a second apart. */
function summaryAfter(events: readonly Unnumbered[], more: Partial<Parameters<typeof summarise>[0]> = {}): RunSummary {
  const found = noFacts();
  for (const [at, event] of events.entries())
    addRecord(found, { sequence: at + 1, time: at * 1000, ...event } as JournalEvent);
  return summarise({
    ...{
      id: "run",
      plan: facts,
      facts: found,
      labels: {},
      queuePosition: null,
      override: null,
      folderTime: 7,
      wish: "run",
    },
    ...more,
  });
}

const state = (state: RunSummary["state"], reason?: string): Unnumbered => ({
  type: "state",
  state,
  ...(reason ? { reason } : {}),
});
const begun = (resumedFromStep: number): Unnumbered => ({
  type: "environment",
  ...{ host: "h", backend: "wasm", device: "d", devices: 1, versions: {}, resumedFromStep },
});
const metrics = (step: number, values: Record<string, number> = {}): Unnumbered => ({
  type: "metrics",
  step,
  epoch: 0,
  values,
});

test("epochs are counted as the plan has them, also where the batch grows", () => {
  expect(facts.spans.map(({ steps }) => steps)).toEqual([10, 5, 3]);
  const ends = plan.epochs.map(({ firstStep, steps }) => firstStep + steps - 1);
  for (let step = 0; step <= plan.totalSteps; step++) {
    expect(epochsAfter(facts, step), `after step ${step}`).toBe(ends.filter((end) => end <= step).length);
  }
});

describe("a summary", () => {
  test("of a run that nobody has touched", () => {
    expect(summaryAfter([])).toMatchObject({
      name: "growing",
      state: "queued",
      createdAt: 7,
      step: 0,
      lastSequence: 0,
    });
  });

  test("has the best validation that still counts, and forgets what a resumed run does again", () => {
    const first = [
      state("queued"),
      begun(0),
      metrics(10, { "validation/top1": 0.5 }),
      metrics(20, { "validation/top1": 0.7 }),
    ];
    expect(summaryAfter(first).best).toEqual({ top1: 0.7, epoch: 0 });
    expect(summaryAfter([...first, begun(15)])).toMatchObject({ best: { top1: 0.5 }, step: 15, epoch: 1 });
  });

  test("tells the time left at the pace of the present process, and only while it runs", () => {
    const running = [begun(0), state("running"), metrics(1), metrics(2), metrics(3)];
    expect(summaryAfter(running).secondsLeft).toBe(plan.totalSteps - 3);
    expect(summaryAfter([...running, state("paused")]).secondsLeft).toBeNull();
    expect(summaryAfter([...running, state("running"), begun(3), metrics(4)]).secondsLeft).toBeNull();
  });

  test("says that a run is about to rest, and keeps its word about how it ended", () => {
    expect(summaryAfter([state("running")], { wish: "stop" }).reason).toMatch(/^stopping: /);
    expect(summaryAfter([state("failed", "why")], { wish: "stop" }).reason).toBe("why");
    expect(summaryAfter([state("running")], { override: { state: "paused", reason: "disk" } })).toMatchObject({
      state: "paused",
      reason: "disk",
    });
  });

  test("counts deaths since the last checkpoint or the last word of a person", () => {
    const death = state("interrupted", `${reasons.died} (SIGKILL)`);
    const deaths = (...events: Unnumbered[]) => {
      const found = noFacts();
      for (const event of events) addRecord(found, { sequence: 1, time: 0, ...event } as JournalEvent);
      return found.deaths;
    };
    expect(deaths(death, state("queued"), death)).toBe(2);
    expect(deaths(death, { type: "checkpoint", step: 1, epoch: 0, folder: "checkpoints/1" }, death)).toBe(1);
    expect(deaths(death, state("queued", reasons.resumed))).toBe(0);
    expect(deaths(state("interrupted", "SIGTERM"))).toBe(0);
  });
});

test("a process gets what backends need of the environment, and nothing that looks like a secret", () => {
  const environment = {
    PATH: "/bin",
    LC_ALL: "C",
    CUDA_VISIBLE_DEVICES: "0",
    CUDA_API_KEY: "k",
    RECIPE_LAB_TOKEN: "t",
    NODE_OPTIONS: "-r x",
  };
  expect(processEnvironment(environment)).toEqual({ PATH: "/bin", LC_ALL: "C", CUDA_VISIBLE_DEVICES: "0" });
});

describe("files", () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), "recipe-lab-files-"));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };

  test("what people want of a run is read as it was written; no file means that nobody asked", async () => {
    const run = folder();
    expect(readControl(run)).toBeNull();
    await writeControl(run, { intent: "pause", device: "gpu:1" });
    expect(readControl(run)).toEqual({ intent: "pause", device: "gpu:1" });
    writeFileSync(join(run, "control.json"), "{");
    expect(() => readControl(run)).toThrow(SyntaxError);
  });

  test("a queue keeps its order in its file, puts what the file lacks at the end, and does without a file", async () => {
    const path = join(folder(), "queue.json");
    const queue = new Queue(path);
    queue.restore(["a", "b", "c"]);
    await queue.put("c", 1);
    await queue.remove("a");
    const next = new Queue(path);
    next.restore(["a", "b", "c", "d"]);
    expect(next.runs).toEqual(["c", "b", "a", "d"]);
    writeFileSync(path, "[1");
    next.restore(["a", "b"]);
    expect(next.runs).toEqual(["a", "b"]);
  });
});

test("listeners hear of changes together, a run once, and of nothing after the end", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const changes = new Changes((id) => summaryAfter([], { id }));
  const heard: string[] = [];
  changes.listen(({ runs, deleted }) =>
    heard.push([...runs.map(({ id }) => id), ...deleted.map((id) => `-${id}`)].join(" ")),
  );
  for (let count = 0; count < 100; count++) changes.changed("a");
  changes.changed("b");
  changes.deleted("c");
  vi.advanceTimersByTime(1000);
  changes.changed("d");
  changes.close();
  vi.advanceTimersByTime(1000);
  expect(heard).toEqual(["a b -c"]);
});
