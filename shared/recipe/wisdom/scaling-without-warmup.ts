import { count } from "../../count.ts";
import { initialBatchSize, suitableWarmup } from "./batch.ts";
import type { Rule } from "./rule.ts";

export const scalingWithoutWarmup: Rule = {
  findings: { "scaling-without-warmup": "A rate that was scaled up starts without warm-up." },
  check: (recipe) => {
    const { initial, linearScaling, warmup } = recipe.learningRate;
    if (linearScaling === false || warmup.epochs > 0) return [];
    const factor = initialBatchSize(recipe) / linearScaling.referenceBatchSize;
    if (factor < 2) return [];
    const epochs = suitableWarmup(recipe.training.epochs);
    return [
      {
        code: "scaling-without-warmup",
        severity: "warning",
        path: ["learningRate", "warmup", "epochs"],
        cause: ["training", "batchSize"],
        message: `linear scaling raises the rate from ${initial} to ${Number((initial * factor).toPrecision(4))}, and the first steps are made at this rate with weights that are still random, which can make training unstable; warm up over ${count(epochs, "epoch")}`,
        citation: "§3.1 of the paper; Goyal et al., 2017",
        fix: {
          title: `Warm up over ${count(epochs, "epoch")}`,
          edits: [{ path: ["learningRate", "warmup", "epochs"], value: epochs }],
        },
      },
    ];
  },
};
