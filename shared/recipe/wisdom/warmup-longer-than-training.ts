import { count } from "../../count.ts";
import { suitableWarmup } from "./batch.ts";
import type { Rule } from "./rule.ts";

/** A warning and no error: a short trial of a long recipe is well defined and useful. */
export const warmupLongerThanTraining: Rule = {
  findings: { "warmup-longer-than-training": "Warm-up leaves nothing of the training." },
  check: ({ learningRate, training }) => {
    if (learningRate.warmup.epochs < training.epochs) return [];
    const epochs = suitableWarmup(training.epochs);
    return [
      {
        code: "warmup-longer-than-training",
        severity: "warning",
        path: ["learningRate", "warmup", "epochs"],
        cause: ["training", "epochs"],
        message: `a warm-up of ${count(learningRate.warmup.epochs, "epoch")} leaves nothing of a training of ${training.epochs}: the rate never falls, and reaches its peak with the last batch at best; warm up over ${count(epochs, "epoch")} or train longer`,
        citation: "§3.1 of the paper",
        fix: {
          title: `Warm up over ${count(epochs, "epoch")}`,
          edits: [{ path: ["learningRate", "warmup", "epochs"], value: epochs }],
        },
      },
    ];
  },
};
