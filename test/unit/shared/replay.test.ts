import { expect, test } from "vitest";
import type { JournalEvent } from "../../../shared/journal.ts";
import { currentEvents, epochSummaries } from "../../../shared/replay.ts";

type Without<Event> = Event extends unknown ? Omit<Event, "sequence" | "time"> : never;
const journal = (...events: Without<JournalEvent>[]) =>
  events.map((event, index) => ({ sequence: index + 1, time: index, ...event })) as JournalEvent[];

const environment = (resumedFromStep: number) =>
  ({
    type: "environment",
    host: "box",
    backend: "cpu",
    device: "cpu",
    devices: 1,
    versions: {},
    resumedFromStep,
  }) as const;

const step = (number: number, epoch: number, loss: number, batchSize = 2) =>
  ({
    type: "metrics",
    step: number,
    epoch,
    values: {
      "train/loss": loss,
      "train/top1": 0.5,
      batchSize,
      learningRate: loss / 10,
      imagesPerSecond: 4,
      dataWait: 0.25,
    },
  }) as const;

const validation = (number: number, epoch: number, top1: number) =>
  ({
    type: "metrics",
    step: number,
    epoch,
    values: { "validation/loss": 1, "validation/top1": top1, "validation/top5": 1 },
  }) as const;

test("the table of epochs is made from the journal", () => {
  const events = journal(environment(0), step(1, 0, 4, 3), step(2, 0, 2, 1), validation(2, 0, 0.5), step(3, 1, 1));
  expect(epochSummaries(events)).toEqual([
    {
      epoch: 0,
      steps: 2,
      images: 4,
      trainLoss: 3.5,
      trainTop1: 0.5,
      validation: { loss: 1, top1: 0.5, top5: 1 },
      learningRate: 0.2,
      seconds: 1,
      dataWait: 0.25,
    },
    expect.objectContaining({ epoch: 1, steps: 1, trainLoss: 1, validation: null }),
  ]);
});

test("steps that a resumed process repeats count once, as it did them", () => {
  const events = journal(
    environment(0),
    step(1, 0, 4),
    step(2, 0, 3),
    validation(2, 0, 0.5),
    step(3, 1, 2),
    step(4, 1, 1),
    validation(4, 1, 0.1),
    environment(2),
    step(3, 1, 9),
  );
  expect(currentEvents(events).flatMap((event) => (event.type === "metrics" ? [event.step] : []))).toEqual([
    1, 2, 2, 3,
  ]);
  expect(epochSummaries(events).map((row) => [row.trainLoss, row.validation?.top1])).toEqual([
    [3.5, 0.5],
    [9, undefined],
  ]);
});
