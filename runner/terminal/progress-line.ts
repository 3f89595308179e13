import { duration } from "../../shared/duration.ts";
import { metrics } from "../../shared/metrics.ts";
import type { EpochSummary } from "../../shared/replay.ts";
import { lossText } from "./loss-text.ts";

/** What a bar shows: pure functions from the state of an epoch to a line of text. */
export interface EpochProgress {
  /** 0-based. */
  epoch: number;
  epochs: number;
  /** Batches done, and batches of the epoch. */
  done: number;
  total: number;
  phase: "training" | "validation";
  /** Means over the epoch so far, and what the latest steps say. Absent until the first step is done. */
  loss?: number;
  top1?: number;
  learningRate?: number;
  imagesPerSecond?: number;
  /** Share of the time spent waiting for data, 0 to 1. */
  dataWait?: number;
  /** Until the end of the training. */
  secondsLeft?: number;
}

const maximumBar = 24;
const minimumBar = 6;

/** The bar: one line of at most `columns` characters. What does not fit is left out, the least important first. */
export function progressLine(state: EpochProgress, columns: number): string {
  const head = epochName(state.epoch, state.epochs, state.phase);
  const fraction = state.total > 0 ? Math.min(1, state.done / state.total) : 0;
  const percent = `${Math.floor(fraction * 100)}%`.padStart(4);
  const fields = progressFields(state);
  // In the order in which they give way when the line is too long.
  for (const name of [null, "rate", "dataWait", "imagesPerSecond", "top1", "timeLeft", "loss"] as const) {
    if (name !== null) delete fields[name];
    const tail = [percent, ...Object.values(fields)].join("  ");
    const room = columns - head.length - tail.length - 3;
    if (room >= minimumBar) return `${head}  ${bar(fraction, Math.min(room, maximumBar))} ${tail}`;
  }
  return `${head} ${percent}`.slice(0, Math.max(0, columns));
}

/** The same for a log file: no bar, everything in it, and the batch as a number. */
export function plainProgressLine(state: EpochProgress): string {
  const batch = `batch ${state.done}/${state.total}`;
  return [epochName(state.epoch, state.epochs, state.phase), batch, ...Object.values(progressFields(state))].join("  ");
}

function epochName(epoch: number, epochs: number, phase: EpochProgress["phase"]): string {
  return `${phase === "validation" ? "validation" : "epoch"} ${String(epoch + 1).padStart(String(epochs).length)}/${epochs}`;
}

type FieldName = "loss" | "top1" | "rate" | "imagesPerSecond" | "dataWait" | "timeLeft";

function progressFields(state: EpochProgress): Partial<Record<FieldName, string>> {
  const { loss, top1, learningRate, imagesPerSecond, dataWait, secondsLeft } = state;
  return {
    ...(loss === undefined ? {} : { loss: `loss ${lossText(loss)}` }),
    ...(top1 === undefined ? {} : { top1: `top-1 ${metrics["train/top1"].format(top1)} %` }),
    ...(learningRate === undefined ? {} : { rate: `rate ${metrics.learningRate.format(learningRate)}` }),
    ...(imagesPerSecond === undefined
      ? {}
      : { imagesPerSecond: `${metrics.imagesPerSecond.format(imagesPerSecond)} images/s` }),
    ...(dataWait === undefined ? {} : { dataWait: `data wait ${Math.round(dataWait * 100)} %` }),
    ...(secondsLeft === undefined ? {} : { timeLeft: `${duration(secondsLeft)} left` }),
  };
}

function bar(fraction: number, width: number): string {
  const filled = Math.round(fraction * width);
  return "█".repeat(filled) + "░".repeat(width - filled);
}

/** The line that stays when an epoch ends. */
export function epochLine(summary: EpochSummary, epochs: number): string {
  const { trainLoss, trainTop1, validation, learningRate, seconds, images, dataWait } = summary;
  return [
    epochName(summary.epoch, epochs, "training"),
    ...(trainLoss === null || trainTop1 === null
      ? []
      : [`loss ${lossText(trainLoss)}  top-1 ${metrics["train/top1"].format(trainTop1)} %`]),
    ...(validation === null
      ? []
      : [
          `validation loss ${lossText(validation.loss)}  top-1 ${metrics["validation/top1"].format(validation.top1)} %  top-5 ${metrics["validation/top5"].format(validation.top5)} %`,
        ]),
    ...(learningRate === null ? [] : [`rate ${metrics.learningRate.format(learningRate)}`]),
    ...(seconds > 0
      ? [
          `${metrics.imagesPerSecond.format(images / seconds)} images/s  data wait ${Math.round(dataWait * 100)} %`,
          duration(seconds),
        ]
      : []),
  ].join("  ");
}
