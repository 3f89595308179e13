import { describe, expect, it } from "vitest";
import type { NewEvent } from "../../../runner/runs/journal.ts";
import { JournalProgress } from "../../../runner/terminal/journal-progress.ts";
import type { ProgressBar } from "../../../runner/terminal/progress.ts";
import type { JournalEvent } from "../../../shared/journal.ts";
import { createPlan } from "../../../shared/plan.ts";
import { recipeOf } from "../../support/recipes.ts";

/** 3 epochs of 4 steps. */
const plan = createPlan(recipeOf({ training: { epochs: 3, batchSize: 8 }, data: { train: "t", validation: "v" } }), {
  trainImages: 32,
  validationImages: 8,
  classes: ["a", "b"],
});

function watched() {
  const lines: string[] = [];
  const bar = { update: () => {}, line: (text: string) => lines.push(text), clear: () => {} } as unknown as ProgressBar;
  const progress = new JournalProgress(plan, bar);
  let sequence = 0;
  const take = (event: NewEvent) => {
    sequence += 1;
    progress.take({ sequence, time: 0, ...event } as JournalEvent);
  };
  const step = (number: number, loss: number) => {
    const values = { "train/loss": loss, "train/top1": 0.5, batchSize: 8, imagesPerSecond: 100, learningRate: 0.1 };
    take({ type: "metrics", step: number, epoch: Math.floor((number - 1) / 4), values });
  };
  const validation = (number: number, top1: number) =>
    take({
      type: "metrics",
      step: number,
      epoch: Math.floor((number - 1) / 4),
      values: { "validation/loss": 1, "validation/top1": top1, "validation/top5": 1 },
    });
  const environment = (resumedFromStep: number) =>
    take({
      type: "environment",
      host: "box\u001b[31m",
      backend: "wasm",
      device: "cpu",
      devices: 1,
      versions: {},
      resumedFromStep,
    });
  const checkpoint = (number: number) =>
    take({ type: "checkpoint", step: number, epoch: Math.floor((number - 1) / 4), folder: String(number) });
  return { progress, lines, take, step, validation, environment, checkpoint };
}

describe("a run shown from its journal", () => {
  it("has a line an epoch, and its states", () => {
    const { progress, lines, take, step, validation, environment } = watched();
    take({ type: "state", state: "queued" });
    environment(0);
    take({ type: "state", state: "running" });
    for (let number = 1; number <= 4; number += 1) step(number, number);
    expect(progress.epochs).toEqual([]);
    validation(4, 0.75);
    expect(lines).toEqual([
      "queued",
      "wasm on cpu, host box\\u001b[31m",
      "running",
      expect.stringMatching(/^epoch 1\/3 {2}loss 2\.500 {2}top-1 50\.0 % {2}validation loss 1\.000 {2}top-1 75\.0 %/),
    ]);
    expect(progress).toMatchObject({ state: "running", step: 4 });
  });

  it("that goes on from a checkpoint counts the steps that are done again once", () => {
    const { progress, step, validation, environment, checkpoint } = watched();
    environment(0);
    for (let number = 1; number <= 4; number += 1) step(number, 1);
    validation(4, 0.5);
    step(5, 2);
    step(6, 2);
    checkpoint(6);
    step(7, 100);
    environment(6);
    expect(progress.step).toBe(6);
    for (const number of [7, 8]) step(number, 4);
    validation(8, 0.6);
    expect(progress.epochs.map(({ epoch, trainLoss, steps }) => ({ epoch, trainLoss, steps }))).toEqual([
      { epoch: 0, trainLoss: 1, steps: 4 },
      { epoch: 1, trainLoss: 3, steps: 4 },
    ]);
  });

  it("that goes on before an epoch's end shows that epoch again", () => {
    const { progress, lines, step, validation, environment, checkpoint } = watched();
    environment(0);
    step(1, 1);
    checkpoint(1);
    for (const number of [2, 3, 4]) step(number, 1);
    validation(4, 0.5);
    environment(1);
    expect(progress.epochs).toEqual([]);
    for (const number of [2, 3, 4]) step(number, 5);
    validation(4, 0.5);
    expect(progress.epochs[0]).toMatchObject({ trainLoss: 4, steps: 4 });
    expect(lines.filter((line) => line.startsWith("epoch 1/3"))).toHaveLength(2);
  });
});
