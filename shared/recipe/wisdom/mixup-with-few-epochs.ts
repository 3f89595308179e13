import type { Rule } from "./rule.ts";

/** The paper trains 200 epochs with mixup instead of 120. */
const enough = 200;

export const mixupWithFewEpochs: Rule = {
  findings: { "mixup-with-few-epochs": "Mixup with fewer epochs than the paper gives it." },
  check: ({ augmentation, training }) => {
    if (augmentation.mixup === null || training.epochs >= enough) return [];
    return [
      {
        code: "mixup-with-few-epochs",
        severity: "warning",
        path: ["augmentation", "mixup"],
        message: `mixed images take longer to learn from: the paper trains ${enough} epochs with mixup instead of 120, and this recipe ${training.epochs}; train longer or switch mixup off`,
        citation: "§5.4 and §5.5 of the paper",
        fix: { title: "Switch mixup off", edits: [{ path: ["augmentation", "mixup"], value: null }] },
      },
    ];
  },
};
