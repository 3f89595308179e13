import type { ChartDefinition } from "./chart-definition.ts";

export const learningRate: ChartDefinition = {
  id: "learning-rate",
  title: "chart.learningRate",
  lines: () => [
    { metric: "learningRate", axis: "left", dash: "solid", best: null },
    { metric: "batchSize", axis: "right", dash: "dashed", best: null },
  ],
};
