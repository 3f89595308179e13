import { count, grouped } from "../../count.ts";
import { paper } from "../sources.ts";
import { suitableWarmup, warmUpOver } from "./batch.ts";
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
        message: {
          en: `a warm-up of ${count(learningRate.warmup.epochs, "epoch")} leaves nothing of a training of ${training.epochs}: the rate never falls, and reaches its peak with the last batch at best; warm up over ${count(epochs, "epoch")} or train longer`,
          ko: `워밍업이 ${grouped(learningRate.warmup.epochs)} 에폭이라 ${training.epochs} 에폭의 학습에 남는 구간이 없습니다. 학습률이 낮아지지 않고, 잘해야 마지막 배치에서 최고점에 이릅니다. ${grouped(epochs)} 에폭 동안 워밍업하거나 더 오래 학습하세요.`,
        },
        citation: paper("§3.1"),
        fix: {
          title: warmUpOver(epochs),
          edits: [{ path: ["learningRate", "warmup", "epochs"], value: epochs }],
        },
      },
    ];
  },
};
