import { runColors } from "../../../shared/dashboard/run-colors.ts";
import type { Points } from "../../charts/points.ts";
import { type XAxis, xAxes } from "../../charts/x-axis.ts";
import { planEpochs } from "../../dashboard/plan-epochs.ts";
import { place } from "../../data/run-points.ts";
import { ChartSpecimen, lineOf } from "../chart-specimen.tsx";
import { courseOf } from "../derived.ts";
import { recorded } from "../recorded/index.ts";

const run = recorded.baseline;
const scale = { epochs: planEpochs(run.plan), startedAt: run.run.startedAt ?? 0 };
const timeOf = new Map(run.records.map((record) => [record.type === "metrics" ? record.step : 0, record.time]));

/** A recorded metric, its times stretched so that a training of seconds looks like one of hours. */
function points(metric: string, axis: XAxis, stretch = 1): Points {
  const { steps, values } = courseOf(run, metric);
  const time = (step: number) => scale.startedAt + ((timeOf.get(step) ?? 0) - scale.startedAt) * stretch;
  return { x: steps.map((step) => place(axis, step, time(step), scale)), y: values };
}

const both = (axis: XAxis, stretch?: number) => [
  lineOf("train/loss", points("train/loss", axis, stretch)),
  lineOf("validation/loss", points("validation/loss", axis, stretch), { dash: "dashed" }),
];
const loss = points("train/loss", "step");
const shifted = { x: loss.x, y: Array.from(loss.y, (y) => y - 1) };
const halfLife = 8;
/** What a GPU might have reported, its memory in bytes. */
const share = (gpu: number) => ({ x: loss.x, y: Array.from(loss.y, (y) => 1 - y / (8 + 4 * gpu)) });
const bytes = (gpu: number) => ({
  x: loss.x,
  y: Array.from(loss.y, (_, i) => (60 + 8 * gpu + (i > 20 ? 3 : 0)) * 2 ** 30),
});

function ChartAxes() {
  return (
    <div class="grid">
      {xAxes.map((axis) => (
        <ChartSpecimen key={axis} state={`axis: ${axis}`} xAxis={axis} lines={both(axis)} />
      ))}
      <ChartSpecimen state="days of elapsed time" xAxis="elapsed" lines={both("elapsed", 20_000)} />
      <ChartSpecimen state="days of local time" xAxis="clock" lines={both("clock", 20_000)} />
      <ChartSpecimen state="logarithmic" log lines={both("step")} />
      <ChartSpecimen state="logarithmic, values below zero" log lines={[lineOf("train/loss", shifted)]} />
      <ChartSpecimen
        state="logarithmic, all zero"
        log
        lines={[lineOf("train/loss", { x: loss.x, y: Array.from(loss.y, () => 0) })]}
      />
      <ChartSpecimen
        state="logarithmic, twelve decades"
        log
        lines={[lineOf("train/loss", { x: loss.x, y: Array.from(loss.x, (x) => 10 ** (x / 14 - 6)) })]}
      />
      <ChartSpecimen state="smoothed" lines={[lineOf("train/loss", loss, { halfLife })]} />
      <ChartSpecimen
        state="smoothed, with gaps, resumed twice"
        lines={[
          lineOf(
            "train/loss",
            { x: loss.x, y: Array.from(loss.y, (y, i) => (i % 50 < 6 ? Number.NaN : y)) },
            { halfLife, marks: [56, 106] },
          ),
        ]}
      />
      <ChartSpecimen
        state="two axes"
        title="Learning rate · batch size"
        lines={[
          lineOf("learningRate", points("learningRate", "step"), { best: null }),
          lineOf("batchSize", points("batchSize", "step"), { axis: "right", dash: "dashed", best: null }),
        ]}
      />
      <ChartSpecimen
        state="shares"
        title="Accuracy"
        lines={[
          lineOf("train/top1", points("train/top1", "step"), { dash: "dotted", best: "highest" }),
          lineOf("validation/top1", points("validation/top1", "step"), { best: "highest" }),
          lineOf("validation/top5", points("validation/top5", "step"), { dash: "dashed", best: "highest" }),
        ]}
      />
      <ChartSpecimen
        state="two GPUs"
        title="Machine · memory"
        lines={["gpu0", "gpu1"].flatMap((gpu, i) => [
          lineOf(`${gpu}/use`, share(i), { color: runColors[i]!, best: null }),
          lineOf(`${gpu}/memoryUsed`, bytes(i), { color: runColors[i]!, axis: "right", dash: "dashed", best: null }),
        ])}
      />
    </div>
  );
}

export const chartAxes = { "chart-axes": ChartAxes };
