import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MetricSeries } from "../../../media/data/metric-series.ts";
import { epochAfter, pointsOf, stepsBetween } from "../../../media/data/run-points.ts";
import { RunSeries } from "../../../media/data/run-series.ts";
import { MetricHistory } from "../../../runner/runs/service/metric-history.ts";
import type { JournalEvent } from "../../../shared/journal.ts";
import { currentEvents } from "../../../shared/replay.ts";

const environment = { host: "h", backend: "wasm", device: "d", devices: 1, versions: {} };

/** A journal of a run that goes on from checkpoints. */
const journals = fc
  .array(fc.record({ steps: fc.integer({ min: 1, max: 30 }), back: fc.integer({ min: 0, max: 20 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => {
    const events: JournalEvent[] = [];
    let step = 0;
    for (const { steps, back } of parts) {
      step = Math.max(0, step - back);
      const at = () => ({ sequence: events.length + 1, time: 1_000 * (events.length + 1) });
      events.push({ ...at(), type: "environment", ...environment, resumedFromStep: step });
      for (let i = 0; i < steps; i++) {
        step += 1;
        events.push({ ...at(), type: "metrics", step, epoch: 0, values: { "train/loss": Math.sin(events.length) } });
      }
    }
    return events;
  });

test("a run's records make the curve that replay says, however often it went on from a checkpoint", () => {
  fc.assert(
    fc.property(journals, (events) => {
      const run = new RunSeries();
      for (const event of events) run.take(event);
      const expected = currentEvents(events).filter((event) => event.type === "metrics");
      const { x, y } = pointsOf(run, "train/loss", "step", { epochs: [], startedAt: 0 });
      expect([...Array.from(x)]).toEqual(expected.map(({ step }) => step));
      expect([...Array.from(y)]).toEqual(expected.map(({ values }) => values["train/loss"]));
    }),
  );
});

test("records that come again are taken once", () => {
  const run = new RunSeries();
  const record: JournalEvent = {
    sequence: 1,
    time: 1,
    type: "metrics",
    step: 1,
    epoch: 0,
    values: { "train/loss": 2 },
  };
  run.take(record);
  run.take(record);
  expect(run.metrics.get("train/loss")!.column("count")).toEqual(Float64Array.of(1));
});

describe("a series that grows without end", () => {
  test("stays small, and has the runner's buckets", () => {
    const series = new MetricSeries();
    const ours = new MetricHistory(1);
    for (let step = 1; step <= 100_000; step++) {
      const value = Math.sin(step);
      series.add(step, step * 10, value);
      ours.add(step, step * 10, value);
    }
    expect(series.length).toBeLessThanOrEqual(4096);
    const expected = ours.widened(series.width).buckets(0, 100_000);
    expect(series.buckets.map(({ mean: _, ...bucket }) => bucket)).toEqual(
      expected.map(({ mean: _, ...bucket }) => bucket),
    );
    for (const [i, { mean }] of expected.entries()) expect(series.buckets[i]!.mean).toBeCloseTo(mean, 10);
  });

  test("goes on where the runner's answer ends", () => {
    const ours = new MetricHistory(8);
    for (let step = 1; step <= 100; step++) ours.add(step, step, step);
    const series = new MetricSeries(ours.buckets(0, 100));
    series.add(101, 101, 101);
    expect(series.buckets.at(-1)).toMatchObject({ firstStep: 96, lastStep: 101, count: 6, max: 101 });
  });

  test("says when a cut goes through a bucket", () => {
    const ours = new MetricHistory(8);
    for (let step = 1; step <= 40; step++) ours.add(step, step, step);
    expect(new MetricSeries(ours.buckets(0, 40)).cutAfter(20)).toBe(false);
    expect(new MetricSeries(ours.buckets(0, 40)).cutAfter(23)).toBe(true);
  });
});

describe("places on an axis", () => {
  const epochs = [
    { epoch: 0, firstStep: 1, steps: 10, batchSize: 8, lastBatchSize: 8 },
    { epoch: 1, firstStep: 11, steps: 5, batchSize: 16, lastBatchSize: 16 },
  ];

  test("epochs, where the batch grows", () => {
    expect([0, 5, 10, 11, 15].map((step) => epochAfter(step, epochs))).toEqual([0, 0.5, 1, 1.2, 2]);
  });

  test("finer values in place of coarse ones, in order and without doubles", () => {
    const run = new RunSeries();
    const [coarse, fine] = [new MetricHistory(8), new MetricHistory(1)];
    for (let step = 1; step <= 64; step++) coarse.add(step, step, step);
    for (let step = 16; step <= 31; step++) fine.add(step, step, step);
    run.setHistory("train/loss", coarse.buckets(0, 64), 64);
    run.detail = {
      fromStep: 16,
      toStep: 31,
      metrics: new Map([["train/loss", new MetricSeries(fine.buckets(0, 64))]]),
    };
    const { x } = pointsOf(run, "train/loss", "step", { epochs, startedAt: 0 });
    expect(x.length).toBe(9 - 2 + 16);
    expect(Array.from(x)).toEqual([...Array.from(x)].sort((a, b) => a - b));
  });

  test("a clock that is set back does not turn the line round", () => {
    const run = new RunSeries();
    for (const [i, time] of [1_000, 9_000, 4_000, 10_000].entries()) {
      run.take({ sequence: i + 1, time, type: "metrics", step: i + 1, epoch: 0, values: { "train/loss": 1 } });
    }
    expect(Array.from(pointsOf(run, "train/loss", "clock", { epochs, startedAt: 0 }).x)).toEqual([1, 9, 9, 10]);
  });

  test("which steps lie between two places", () => {
    const run = new RunSeries();
    for (let step = 1; step <= 15; step++) {
      run.take({ sequence: step, time: step, type: "metrics", step, epoch: 0, values: { "train/loss": 1 } });
    }
    const series = run.metrics.get("train/loss")!;
    expect(stepsBetween(series, "epoch", { epochs, startedAt: 0 }, 1, 1.5)).toEqual({ fromStep: 10, toStep: 12 });
    expect(stepsBetween(series, "epoch", { epochs, startedAt: 0 }, 5, 6)).toBeNull();
  });
});
