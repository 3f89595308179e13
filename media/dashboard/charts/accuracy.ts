import type { ChartDefinition } from "./chart-definition.ts";

export const accuracy: ChartDefinition = {
  id: "accuracy",
  title: "chart.accuracy",
  lines: () => [
    { metric: "train/top1", axis: "left", dash: "dotted", best: "highest" },
    { metric: "validation/top1", axis: "left", dash: "solid", best: "highest" },
    { metric: "validation/top5", axis: "left", dash: "dashed", best: "highest" },
  ],
};
