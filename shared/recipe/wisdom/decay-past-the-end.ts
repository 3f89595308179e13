import { count, grouped } from "../../count.ts";
import { paper } from "../sources.ts";
import type { Rule } from "./rule.ts";

export const decayPastTheEnd: Rule = {
  findings: { "decay-past-the-end": "The rate is to fall after the training has ended." },
  check: ({ learningRate: { decay }, training }) => {
    if (decay.kind !== "step") return [];
    const late = decay.epochs.filter((epoch) => epoch >= training.epochs);
    if (late.length === 0) return [];
    // The paper's places: a quarter, a half and three quarters of 120 epochs.
    const places = [1 / 4, 1 / 2, 3 / 4].map((share) => Math.round(share * training.epochs));
    const epochs = [...new Set(places)].filter((epoch) => epoch >= 1 && epoch < training.epochs);
    return [
      {
        code: "decay-past-the-end",
        severity: "warning",
        path: ["learningRate", "decay", "epochs"],
        cause: ["training", "epochs"],
        message: {
          en: `the training ends after ${count(training.epochs, "epoch")}, so the decay at ${late.join(", ")} never happens and the last epochs run at too high a rate; the paper decays after a quarter, a half and three quarters of the training`,
          ko: `학습이 ${grouped(training.epochs)} 에폭에서 끝나므로 ${late.join(", ")} 에폭에 예정된 감쇠는 일어나지 않고, 마지막 에폭들의 학습률이 너무 높습니다. 논문은 전체 학습의 4분의 1, 절반, 4분의 3 지점에서 감쇠합니다.`,
        },
        citation: paper("§2.1"),
        fix: {
          title:
            epochs.length > 0
              ? { en: `Decay at ${epochs.join(", ")}`, ko: `${epochs.join(", ")} 에폭에서 감쇠하기` }
              : { en: "Decay at no epoch", ko: "감쇠하지 않기" },
          edits: [{ path: ["learningRate", "decay", "epochs"], value: epochs }],
        },
      },
    ];
  },
};
