import type { ChartDefinition } from "./chart-definition.ts";

export const gradientNorm: ChartDefinition = {
  id: "gradient-norm",
  title: "chart.gradientNorm",
  lines: () => [{ metric: "gradientNorm", axis: "left", dash: "solid", best: null }],
};
