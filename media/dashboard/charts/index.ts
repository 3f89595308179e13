import { parseGpuMetric } from "../../../shared/metrics.ts";
import { accuracy } from "./accuracy.ts";
import type { ChartDefinition } from "./chart-definition.ts";
import { gradientNorm } from "./gradient-norm.ts";
import { learningRate } from "./learning-rate.ts";
import { loss } from "./loss.ts";
import { machine } from "./machine.ts";
import { throughput } from "./throughput.ts";

/** The charts of the dashboard, in order. */
export const charts: readonly ChartDefinition[] = [loss, accuracy, learningRate, throughput, gradientNorm, machine];

const always = new Set(charts.flatMap(({ lines }) => lines(new Set()).map(({ metric }) => metric)));

/** Whether a chart shows the metric. */
export const isCharted = (metric: string): boolean => {
  const ofGpu = parseGpuMetric(metric)?.name;
  return always.has(metric) || ofGpu === "use" || ofGpu === "memoryUsed";
};
