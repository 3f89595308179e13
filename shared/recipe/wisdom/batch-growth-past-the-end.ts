import { count } from "../../count.ts";
import type { Rule } from "./rule.ts";

export const batchGrowthPastTheEnd: Rule = {
  findings: { "batch-growth-past-the-end": "The batch is to grow after the training has ended." },
  check: ({ training: { batchSize, epochs } }) => {
    if (typeof batchSize === "number") return [];
    const late = batchSize.epochs.filter((epoch) => epoch >= epochs);
    if (late.length === 0) return [];
    const kept = batchSize.epochs.filter((epoch) => epoch < epochs);
    return [
      {
        code: "batch-growth-past-the-end",
        severity: "warning",
        path: ["training", "batchSize", "epochs"],
        cause: ["training", "epochs"],
        message: `the training ends after ${count(epochs, "epoch")}, so the batch never grows at ${late.join(", ")}; leave these out or train longer`,
        citation: "Smith et al., 2018",
        fix: {
          title: kept.length > 0 ? `Grow at ${kept.join(", ")}` : `Keep the batch at ${batchSize.initial}`,
          edits: [
            kept.length > 0
              ? { path: ["training", "batchSize", "epochs"], value: kept }
              : { path: ["training", "batchSize"], value: batchSize.initial },
          ],
        },
      },
    ];
  },
};
