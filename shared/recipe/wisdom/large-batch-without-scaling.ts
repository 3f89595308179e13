import { cited, paper, sources } from "../sources.ts";
import { initialBatchSize, largeBatch } from "./batch.ts";
import type { Rule } from "./rule.ts";

/** A rate that was scaled by hand, to at least half of what the rule gives, passes. */
export const largeBatchWithoutScaling: Rule = {
  findings: { "large-batch-without-scaling": "A large batch is trained at the rate of a small one." },
  check: (recipe) => {
    const batch = initialBatchSize(recipe);
    const { initial, linearScaling } = recipe.learningRate;
    const scaled = (0.1 * batch) / 256;
    if (linearScaling !== false || batch < largeBatch || initial > scaled / 2) return [];
    return [
      {
        code: "large-batch-without-scaling",
        severity: "warning",
        path: ["learningRate", "linearScaling"],
        cause: ["training", "batchSize"],
        message: {
          en: `a batch of ${batch} images has a less noisy gradient than one of 256, and a rate of ${initial} does not use that: after the same number of epochs the accuracy is lower; switch linear scaling on`,
          ko: `이미지 ${batch}장의 배치는 256장의 배치보다 그래디언트의 노이즈가 적은데, 학습률 ${initial} 값은 이 이점을 살리지 못합니다. 같은 에폭 수를 학습해도 정확도가 낮아집니다. 선형 스케일링을 켜세요.`,
        },
        citation: sources(paper("§3.1"), cited("Goyal et al., 2017")),
        fix: {
          title: { en: "Switch linear scaling on", ko: "선형 스케일링 켜기" },
          edits: [{ path: ["learningRate", "linearScaling"], value: { referenceBatchSize: 256 } }],
        },
      },
    ];
  },
};
