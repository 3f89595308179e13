import { count } from "../../shared/count.ts";
import { type LayerRow, type Plan, type StepRow, stepRow } from "../../shared/plan.ts";
import { initialBatchSize } from "../../shared/schedules/epochs.ts";
import { curve } from "../terminal/curve.ts";
import { printable } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

const curveWidth = 72;
const curveHeight = 6;

/** The plan for people: its layers, the learning rate as a curve and at the steps where it turns, and a summary. */
export function planReport(plan: Plan): string {
  return [layerTable(plan), rateCurve(plan), turningPoints(plan), summary(plan)].join("\n\n");
}

const whole = (value: number) => value.toLocaleString("en-US");
const short = (value: number) => String(Number(value.toPrecision(4)));

function gibibytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes < 1024 ? `${short(mebibytes)} MiB` : `${short(mebibytes / 1024)} GiB`;
}

function layerTable({ layers, parameters, macs }: Plan): string {
  const total = { name: "total", kind: "", outputShape: [], parameters, macs, xavierBound: null };
  const number = (value: number) => (value === 0 ? "" : whole(value));
  return table<Omit<LayerRow, "kind"> & { kind: string }>(
    [
      { title: "layer", value: (row) => row.name },
      { title: "kind", value: (row) => row.kind },
      { title: "output", value: (row) => row.outputShape.join("×"), align: "right" },
      { title: "parameters", value: (row) => number(row.parameters), align: "right" },
      { title: "MACs", value: (row) => number(row.macs), align: "right" },
      { title: "Xavier a", value: (row) => row.xavierBound?.toFixed(5) ?? "", align: "right" },
    ],
    [...layers, total],
  );
}

function rateCurve(plan: Plan): string {
  const width = Math.min(curveWidth, plan.totalSteps);
  const rates = Array.from({ length: width }, (_, column) => {
    const share = width === 1 ? 0 : column / (width - 1);
    return stepRow(plan, 1 + Math.round(share * (plan.totalSteps - 1))).learningRate;
  });
  const top = short(rates.reduce((a, b) => Math.max(a, b), 0));
  const lines = curve(rates, curveHeight).map((line, index) => `${(index === 0 ? top : "").padStart(10)} ┤${line}`);
  const epochs = String(plan.epochs.length);
  const axis = `${"0".padStart(10)} └${"─".repeat(width)}`;
  const labels = `${" ".repeat(12)}0${epochs.padStart(Math.max(epochs.length + 1, width - 1))} epochs`;
  return ["learning rate", ...lines, axis, labels].join("\n");
}

/** The steps at which something changes: the first, the end of warm-up, decays, a growing batch, the last. */
function turningPoints(plan: Plan): string {
  const decay = plan.recipe.learningRate.decay;
  // A decay in the middle of an epoch shows at the start of the next.
  const decayEpochs = new Set(decay.kind === "step" ? decay.epochs.map(Math.ceil) : []);
  const starts = plan.epochs.filter(
    ({ epoch, batchSize }) => decayEpochs.has(epoch) || batchSize !== (plan.epochs[epoch - 1]?.batchSize ?? batchSize),
  );
  const steps = new Set([1, ...starts.map((row) => row.firstStep), plan.totalSteps]);
  if (plan.warmupSteps >= 1 && plan.warmupSteps <= plan.totalSteps) steps.add(plan.warmupSteps);
  return table<StepRow>(
    [
      { title: "step", value: (row) => whole(row.step), align: "right" },
      { title: "epoch", value: (row) => whole(row.epoch), align: "right" },
      { title: "batch size", value: (row) => whole(row.batchSize), align: "right" },
      { title: "learning rate", value: (row) => short(row.learningRate), align: "right" },
    ],
    [...steps].toSorted((a, b) => a - b).map((step) => stepRow(plan, step)),
  );
}

function summary(plan: Plan): string {
  const { recipe, data, memory } = plan;
  const { architecture, variant } = recipe.model;
  const { linearScaling, initial, warmup, decay } = recipe.learningRate;
  const sizes = plan.epochs.map((row) => row.batchSize);
  const [smallest, largest] = [sizes.reduce((a, b) => Math.min(a, b)), sizes.reduce((a, b) => Math.max(a, b))];
  const scaling = linearScaling
    ? `${short(initial)} × ${whole(initialBatchSize(recipe.training))} / ${whole(linearScaling.referenceBatchSize)}`
    : "no linear scaling";
  const warmupText =
    plan.warmupSteps > 0
      ? `warm-up over ${count(plan.warmupSteps, "step")} (${count(warmup.epochs, "epoch")})`
      : "no warm-up";
  // A stand-in for a data set need not say how many there are.
  const validation = data.validationImages > 0 ? `${whole(data.validationImages)} validation images, ` : "";
  const facts: [string, string][] = [
    ["recipe", printable(recipe.name)],
    ["data", `${whole(data.trainImages)} training images, ${validation}${whole(data.classes.length)} classes`],
    [
      "model",
      `${architecture}, variant ${variant}, input ${plan.inputSize}×${plan.inputSize}: ${whole(plan.parameters)} parameters, ${short(plan.macs / 1e9)} GMACs an image`,
    ],
    ["batch size", smallest === largest ? whole(largest) : `${whole(smallest)} growing to ${whole(largest)}`],
    [
      "steps",
      `${whole(plan.totalSteps)} in ${count(plan.epochs.length, "epoch")}, ${smallest === largest ? "each" : "the first"} of ${whole(plan.stepsPerEpoch)}`,
    ],
    ["images seen", whole(plan.imagesSeen)],
    ["learning rate", `peak ${short(plan.peakLearningRate)} (${scaling}), ${warmupText}, ${decay.kind} decay`],
    [
      "memory",
      `about ${gibibytes(memory.totalBytes)}: weights, gradients and momentum ${gibibytes(memory.parametersBytes)}, activations of ${count(largest, "image")} ${gibibytes(memory.activationsBytes)}`,
    ],
  ];
  return facts.map(([title, text]) => `${title.padEnd(13)}  ${text}`).join("\n");
}
