import { paper } from "../sources.ts";
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
        message: {
          en: `mixed images take longer to learn from: the paper trains ${enough} epochs with mixup instead of 120, and this recipe ${training.epochs}; train longer or switch mixup off`,
          ko: `섞인 이미지는 학습에 시간이 더 걸립니다. 논문은 믹스업을 쓸 때 120 에폭 대신 ${enough} 에폭을 학습하는데, 이 레시피는 ${training.epochs} 에폭입니다. 더 오래 학습하거나 믹스업을 끄세요.`,
        },
        citation: paper("§5.4", "§5.5"),
        fix: {
          title: { en: "Switch mixup off", ko: "믹스업 끄기" },
          edits: [{ path: ["augmentation", "mixup"], value: null }],
        },
      },
    ];
  },
};
