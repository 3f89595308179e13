import type { ChartLine } from "../../charts/chart-line.ts";
import { ChartSpecimen, lineOf } from "../chart-specimen.tsx";
import { courseOf } from "../derived.ts";
import { recorded } from "../recorded/index.ts";

const { steps, values } = courseOf(recorded.baseline, "train/loss");

/** The recorded loss with some of its values changed. */
const loss = (value: (recorded: number, step: number) => number, change: Partial<ChartLine> = {}) =>
  lineOf("train/loss", { x: steps, y: values.map((each, i) => value(each, steps[i]!)) }, change);
const only = (from: number, to: number) =>
  lineOf("train/loss", { x: steps.slice(from, to), y: values.slice(from, to) });
const diverged = courseOf(recorded.diverged, "train/loss");
const without = (from: number, to: number) => {
  const kept = steps.flatMap((step, i) => (step > from && step < to ? [] : [i]));
  return lineOf("train/loss", { x: kept.map((i) => steps[i]!), y: kept.map((i) => values[i]!) });
};

function ChartStates() {
  return (
    <div class="grid">
      <ChartSpecimen state="no line" lines={[]} />
      <ChartSpecimen state="a line without points" lines={[only(0, 0)]} />
      <ChartSpecimen state="one point" lines={[only(0, 1)]} />
      <ChartSpecimen state="two points" lines={[only(0, 2)]} />
      <ChartSpecimen state="values that are not numbers" lines={[loss((y, x) => (x % 40 < 8 ? Number.NaN : y))]} />
      <ChartSpecimen
        state="infinite values"
        lines={[loss((y, x) => (x === 60 ? Number.POSITIVE_INFINITY : x === 90 ? Number.NEGATIVE_INFINITY : y))]}
      />
      <ChartSpecimen state="NaN to the end" lines={[loss((y, x) => (x > 70 ? Number.NaN : y))]} />
      <ChartSpecimen state="single values among NaN" lines={[loss((y, x) => (x % 12 === 0 ? y : Number.NaN))]} />
      <ChartSpecimen state="a pause: nothing came" lines={[without(60, 120)]} />
      <ChartSpecimen state="all the same" lines={[loss(() => 0.25)]} />
      <ChartSpecimen state="all zero" lines={[loss(() => 0)]} />
      <ChartSpecimen state="about zero" lines={[loss((y) => y - 1.2)]} />
      <ChartSpecimen state="very small" lines={[loss((y) => y * 1e-9)]} />
      <ChartSpecimen
        state="diverged: very large"
        lines={[lineOf("train/loss", { x: diverged.steps, y: diverged.values })]}
      />
      <ChartSpecimen state="with the cursor" lines={[loss((y) => y)]} cursor={75} />
      <ChartSpecimen state="zoomed in" lines={[loss((y) => y)]} range={{ min: 40, max: 60 }} />
    </div>
  );
}

export const chartStates = { "chart-states": ChartStates };
