import { duration } from "../../shared/duration.ts";
import { metrics } from "../../shared/metrics.ts";
import type { EpochSummary } from "../../shared/replay.ts";
import { lossText } from "./loss-text.ts";
import { type Column, table } from "./table.ts";

/** The table at the end of a run: a row for each epoch. */
export function epochTable(epochs: readonly EpochSummary[]): string {
  const number = (title: string, value: (row: EpochSummary) => string | null | undefined): Column<EpochSummary> => ({
    title,
    value: (row) => value(row) ?? "–",
    align: "right",
  });
  return table(
    [
      number("epoch", (row) => String(row.epoch + 1)),
      number("loss", (row) => (row.trainLoss === null ? undefined : lossText(row.trainLoss))),
      number("top-1 %", (row) => (row.trainTop1 === null ? undefined : metrics["train/top1"].format(row.trainTop1))),
      number("validation loss", (row) => row.validation && lossText(row.validation.loss)),
      number("top-1 %", (row) => row.validation && metrics["validation/top1"].format(row.validation.top1)),
      number("top-5 %", (row) => row.validation && metrics["validation/top5"].format(row.validation.top5)),
      number("rate", (row) => (row.learningRate === null ? undefined : metrics.learningRate.format(row.learningRate))),
      number("images/s", (row) =>
        row.seconds > 0 ? metrics.imagesPerSecond.format(row.images / row.seconds) : undefined,
      ),
      number("time", (row) => duration(row.seconds)),
    ],
    epochs,
  );
}
