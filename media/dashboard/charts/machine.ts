import { parseGpuMetric } from "../../../shared/metrics.ts";
import type { ChartDefinition, LineStyle } from "./chart-definition.ts";

/** The GPUs where there are any, otherwise the processor; and their memory. */
export const machine: ChartDefinition = {
  id: "machine",
  title: "chart.machine",
  lines: (reported) => {
    const ofGpus = [...reported].flatMap((metric): LineStyle[] => {
      const name = parseGpuMetric(metric)?.name;
      if (name === "use") return [{ metric, axis: "left", dash: "solid", best: null }];
      return name === "memoryUsed" ? [{ metric, axis: "right", dash: "dashed", best: null }] : [];
    });
    if (ofGpus.length > 0) return ofGpus;
    return [
      { metric: "machine/processor", axis: "left", dash: "solid", best: null },
      { metric: "machine/memoryUsed", axis: "right", dash: "dashed", best: null },
    ];
  },
};
