import type { ChartDefinition } from "./chart-definition.ts";

export const throughput: ChartDefinition = {
  id: "throughput",
  title: "chart.throughput",
  lines: () => [
    { metric: "imagesPerSecond", axis: "left", dash: "solid", best: "highest" },
    { metric: "dataWait", axis: "right", dash: "dashed", best: "lowest" },
  ],
};
