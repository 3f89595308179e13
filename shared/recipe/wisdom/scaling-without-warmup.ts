import { count, grouped } from "../../count.ts";
import { cited, paper, sources } from "../sources.ts";
import { initialBatchSize, suitableWarmup, warmUpOver } from "./batch.ts";
import type { Rule } from "./rule.ts";

export const scalingWithoutWarmup: Rule = {
  findings: { "scaling-without-warmup": "A rate that was scaled up starts without warm-up." },
  check: (recipe) => {
    const { initial, linearScaling, warmup } = recipe.learningRate;
    if (linearScaling === false || warmup.epochs > 0) return [];
    const factor = initialBatchSize(recipe) / linearScaling.referenceBatchSize;
    if (factor < 2) return [];
    const scaled = Number((initial * factor).toPrecision(4));
    const epochs = suitableWarmup(recipe.training.epochs);
    return [
      {
        code: "scaling-without-warmup",
        severity: "warning",
        path: ["learningRate", "warmup", "epochs"],
        cause: ["training", "batchSize"],
        message: {
          en: `linear scaling raises the rate from ${initial} to ${scaled}, and the first steps are made at this rate with weights that are still random, which can make training unstable; warm up over ${count(epochs, "epoch")}`,
          ko: `선형 스케일링으로 학습률이 ${initial}에서 ${scaled}까지 올라가는데, 가중치가 아직 무작위인 첫 스텝부터 이 학습률을 쓰면 학습이 불안정해질 수 있습니다. ${grouped(epochs)} 에폭 동안 워밍업하세요.`,
        },
        citation: sources(paper("§3.1"), cited("Goyal et al., 2017")),
        fix: {
          title: warmUpOver(epochs),
          edits: [{ path: ["learningRate", "warmup", "epochs"], value: epochs }],
        },
      },
    ];
  },
};
