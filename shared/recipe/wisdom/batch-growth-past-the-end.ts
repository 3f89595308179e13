import { count, grouped } from "../../count.ts";
import { cited } from "../sources.ts";
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
        message: {
          en: `the training ends after ${count(epochs, "epoch")}, so the batch never grows at ${late.join(", ")}; leave these out or train longer`,
          ko: `학습이 ${grouped(epochs)} 에폭에서 끝나므로 ${late.join(", ")} 에폭에 예정된 배치 증가는 일어나지 않습니다. 이 에폭을 빼거나 더 오래 학습하세요.`,
        },
        citation: cited("Smith et al., 2018"),
        fix: {
          title:
            kept.length > 0
              ? { en: `Grow at ${kept.join(", ")}`, ko: `${kept.join(", ")} 에폭에서 배치 키우기` }
              : { en: `Keep the batch at ${batchSize.initial}`, ko: `배치 크기를 ${batchSize.initial} 그대로 두기` },
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
