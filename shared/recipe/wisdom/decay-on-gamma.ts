import { initialBatchSize, largeBatch } from "./batch.ts";
import type { Rule } from "./rule.ts";

export const decayOnGamma: Rule = {
  findings: { "decay-on-gamma": "Weight decay pulls biases, γ and β towards 0 at a large batch." },
  check: (recipe) => {
    const batch = initialBatchSize(recipe);
    if (!recipe.optimizer.decayBiasAndNorm || recipe.optimizer.weightDecay === 0 || batch < largeBatch) return [];
    return [
      {
        code: "decay-on-gamma",
        severity: "warning",
        path: ["optimizer", "decayBiasAndNorm"],
        cause: ["training", "batchSize"],
        message: `with a batch of ${batch} images the paper decays the weights of convolutions and fully connected layers only: pulling biases, γ and β towards 0 regularises nothing; set decayBiasAndNorm to false`,
        citation: "§3.1 of the paper; Jia et al., 2018",
        fix: {
          title: "Leave biases, γ and β undecayed",
          edits: [{ path: ["optimizer", "decayBiasAndNorm"], value: false }],
        },
      },
    ];
  },
};
