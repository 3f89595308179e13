import { describe, expect, test } from "vitest";
import { ProgressBar } from "../../../runner/terminal/progress.ts";
import {
  type EpochProgress,
  epochLine,
  plainProgressLine,
  progressLine,
} from "../../../runner/terminal/progress-line.ts";
import { duration } from "../../../shared/duration.ts";

const state: EpochProgress = {
  epoch: 1,
  epochs: 12,
  done: 30,
  total: 60,
  phase: "training",
  loss: 1.23456,
  top1: 0.456,
  learningRate: 0.1,
  imagesPerSecond: 1234.4,
  dataWait: 0.014,
  secondsLeft: 200,
};

describe("the bar", () => {
  test("shows everything where there is room", () => {
    expect(progressLine(state, 160)).toBe(
      "epoch  2/12  ████████████░░░░░░░░░░░░  50%  loss 1.235  top-1 45.6 %  rate 0.1  1,234 images/s  data wait 1 %  3 min 20 s left",
    );
  });

  test("leaves out what does not fit, the least important first, and never exceeds the width", () => {
    expect(progressLine(state, 100)).toBe(
      "epoch  2/12  ████░░░░  50%  loss 1.235  top-1 45.6 %  1,234 images/s  data wait 1 %  3 min 20 s left",
    );
    expect(progressLine(state, 60)).toBe("epoch  2/12  ███████░░░░░░  50%  loss 1.235  3 min 20 s left");
    expect(progressLine(state, 20)).toBe("epoch  2/12  50%");
    for (let columns = 0; columns <= 200; columns++) {
      expect(progressLine(state, columns).length).toBeLessThanOrEqual(columns);
    }
  });

  test("is empty at the start, full at the end, and knows nothing before the first step", () => {
    const bare: EpochProgress = { epoch: 0, epochs: 1, done: 0, total: 10, phase: "validation" };
    expect(progressLine(bare, 80)).toBe("validation 1/1  ░░░░░░░░░░░░░░░░░░░░░░░░   0%");
    expect(progressLine({ ...bare, done: 10 }, 80)).toBe("validation 1/1  ████████████████████████ 100%");
    expect(plainProgressLine({ ...bare, done: 3 })).toBe("validation 1/1  batch 3/10");
  });
});

test("the line that stays says what the epoch came to", () => {
  const summary = {
    epoch: 8,
    steps: 60,
    trainLoss: 1.5,
    trainTop1: 0.5,
    validation: { loss: 1.25, top1: 0.625, top5: 0.9 },
    learningRate: 0.05,
    seconds: 75,
    dataWait: 0.02,
    images: 7500,
  };
  expect(epochLine(summary, 10)).toBe(
    "epoch  9/10  loss 1.500  top-1 50.0 %  validation loss 1.250  top-1 62.5 %  top-5 90.0 %  rate 0.05  100 images/s  data wait 2 %  1 min 15 s",
  );
  expect(epochLine({ ...summary, validation: null, trainLoss: null, seconds: 0, learningRate: null }, 10)).toBe(
    "epoch  9/10",
  );
});

test.each([
  [0.44, "0.4 s"],
  [9.96, "10 s"],
  [59.6, "1 min 00 s"],
  [200, "3 min 20 s"],
  [3_599.9, "1 h 00 min"],
  [47_040, "13 h 04 min"],
  [86_399, "1 d 0 h"],
  [183_600, "2 d 3 h"],
  [Number.POSITIVE_INFINITY, "–"],
])("%d seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  [0.44, "0.4초"],
  [200, "3분 20초"],
  [47_040, "13시간 04분"],
  [183_600, "2일 3시간"],
])("%d seconds are %s in Korean", (seconds, text) => expect(duration(seconds, "ko")).toBe(text));

describe("writing", () => {
  function output(isTTY: boolean) {
    const written: string[] = [];
    const clock = { time: 0 };
    const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
    return { written, clock, bar: new ProgressBar({ stream, now: () => clock.time }) };
  }

  test("on a terminal draws over itself, and lines stay above it", () => {
    const { written, clock, bar } = output(true);
    bar.update(state);
    clock.time = 50;
    bar.update(state); // too soon
    clock.time = 100;
    bar.update(state);
    bar.line("epoch 2 is done");
    bar.clear();
    const drawn = `\r\u001b[2K${progressLine(state, 59)}`;
    expect(written).toEqual([drawn, drawn, "\r\u001b[2K", "epoch 2 is done\n"]);
  });

  test("elsewhere writes plain lines, seldom", () => {
    const { written, clock, bar } = output(false);
    for (clock.time = 0; clock.time <= 25_000; clock.time += 1_000) bar.update(state);
    bar.line("done");
    expect(written).toEqual([`${plainProgressLine(state)}\n`, `${plainProgressLine(state)}\n`, "done\n"]);
    expect(written.join("")).not.toContain("\u001b");
  });
});
