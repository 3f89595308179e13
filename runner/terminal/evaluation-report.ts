import { metrics } from "../../shared/metrics.ts";
import { type ClassAccuracy, confusedPairs, confusionMatrix } from "../training/confusion.ts";
import type { Evaluation, ValidationFigures } from "../training/evaluation.ts";
import { printable } from "./style.ts";
import { type Column, table } from "./table.ts";

/** A matrix of more classes than these does not fit a screen; the most confused pairs are listed instead. */
const maximumMatrix = 20;
const listedPairs = 20;
const longestName = 24;

const percent = (value: number | null) => (value === null ? "–" : metrics["validation/top1"].format(value));

/** What `evaluate` prints: the classes, what was taken for what, and the figures last, where they are seen. */
export function evaluationReport(
  figures: ValidationFigures,
  classes: readonly ClassAccuracy[],
  evaluation: Pick<Evaluation, "labels" | "predictions">,
): string {
  const images = classes.reduce((sum, row) => sum + row.images, 0);
  return [
    classTable(classes),
    classes.length <= maximumMatrix
      ? confusionTable(classes, confusionMatrix(evaluation, classes.length))
      : pairTable(classes, confusedPairs(evaluation)),
    [
      `top-1  ${percent(figures.top1)} %`,
      `top-5  ${percent(figures.top5)} %`,
      `loss   ${figures.loss.toFixed(4)}`,
      `images ${images.toLocaleString("en-US")}`,
    ].join("\n"),
  ].join("\n\n");
}

function classTable(classes: readonly ClassAccuracy[]): string {
  return table<ClassAccuracy>(
    [
      { title: "class", value: (row) => className(row) },
      { title: "images", value: (row) => String(row.images), align: "right" },
      { title: "top-1 %", value: (row) => percent(row.top1), align: "right" },
      { title: "top-5 %", value: (row) => percent(row.top5), align: "right" },
    ],
    classes,
  );
}

/** Rows are true classes, columns predicted ones by their number; a dot is none, so that errors stand out. */
function confusionTable(classes: readonly ClassAccuracy[], matrix: readonly number[][]): string {
  const columns: Column<number>[] = [
    { title: "", value: (label) => String(label + 1), align: "right" },
    { title: "true class \\ predicted", value: (label) => className(classes[label]!) },
    ...classes.map(
      (_, prediction): Column<number> => ({
        title: String(prediction + 1),
        value: (label) => String(matrix[label]![prediction]! || "·"),
        align: "right",
      }),
    ),
  ];
  return table(columns, [...classes.keys()]);
}

function pairTable(classes: readonly ClassAccuracy[], pairs: ReturnType<typeof confusedPairs>): string {
  if (pairs.length === 0) return "No class was taken for another.";
  const listed = table<(typeof pairs)[number]>(
    [
      { title: "most confused", value: ({ label }) => className(classes[label]!) },
      { title: "taken for", value: ({ prediction }) => className(classes[prediction]!) },
      { title: "images", value: ({ images }) => String(images), align: "right" },
      { title: "% of class", value: ({ label, images }) => percent(images / classes[label]!.images), align: "right" },
    ],
    pairs.slice(0, listedPairs),
  );
  return pairs.length > listedPairs ? `${listed}\nand ${pairs.length - listedPairs} more pairs` : listed;
}

function className({ name }: ClassAccuracy): string {
  const shown = [...printable(name)];
  return shown.length > longestName ? `${shown.slice(0, longestName - 1).join("")}…` : shown.join("");
}
