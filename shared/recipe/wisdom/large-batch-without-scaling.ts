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
        message: `a batch of ${batch} images has a less noisy gradient than one of 256, and a rate of ${initial} does not use that: after the same number of epochs the accuracy is lower; switch linear scaling on`,
        citation: "§3.1 of the paper; Goyal et al., 2017",
        fix: {
          title: "Switch linear scaling on",
          edits: [{ path: ["learningRate", "linearScaling"], value: { referenceBatchSize: 256 } }],
        },
      },
    ];
  },
};
