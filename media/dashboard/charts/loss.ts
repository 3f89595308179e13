import type { ChartDefinition } from "./chart-definition.ts";

export const loss: ChartDefinition = {
  id: "loss",
  title: "chart.loss",
  lines: () => [
    { metric: "train/loss", axis: "left", dash: "solid", best: "lowest" },
    { metric: "validation/loss", axis: "left", dash: "dashed", best: "lowest" },
  ],
};
