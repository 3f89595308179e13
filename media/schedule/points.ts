import type { ShownSchedule } from "../../shared/dashboard/schedule-messages.ts";
import { csvOf } from "../charts/export-csv.ts";

export type Axis = "step" | "epoch";

export const positions = (curve: ShownSchedule, axis: Axis): number[] => (axis === "step" ? curve.steps : curve.epochs);

/** The value of `to` where `from`, which rises, is `at`: straight lines between points. */
export function interpolate(from: readonly number[], to: readonly number[], at: number): number {
  let low = 0;
  let high = from.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from[middle]! <= at) low = middle;
    else high = middle;
  }
  const [x0, x1, y0, y1] = [from[low]!, from[high]!, to[low]!, to[high]!];
  return x1 === x0 ? y0 : y0 + ((at - x0) / (x1 - x0)) * (y1 - y0);
}

/** Round epochs, at most `most` of them. */
export function epochMarks(totalEpochs: number, most: number): number[] {
  const stride = niceStride(totalEpochs / Math.max(1, most));
  const marks: number[] = [];
  for (let epoch = 0; epoch <= totalEpochs; epoch += stride) marks.push(epoch);
  return marks;
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is at least `least`. */
function niceStride(least: number): number {
  for (let power = 1; ; power *= 10) {
    const found = [1, 2, 5].map((each) => each * power).find((stride) => stride >= least);
    if (found !== undefined) return found;
  }
}

/** Three significant digits, as everywhere. */
export function shownRate(rate: number): string {
  if (rate === 0) return "0";
  const text = Number(rate.toPrecision(3));
  return Math.abs(text) < 1e-4 ? text.toExponential() : String(text);
}

/** The points of one or two curves as a table for other programs. */
export function scheduleCsv(curves: readonly ShownSchedule[]): string {
  return csvOf(
    ["recipe", "step", "epochsCompleted", "batchSize", "learningRate"],
    curves.flatMap(({ name, steps, epochs, learningRates, batchSizes }) =>
      steps.map((step, i) => [name, step, epochs[i], batchSizes[i], learningRates[i]]),
    ),
  );
}
