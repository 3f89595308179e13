import { ours } from "../sources.ts";
import type { Rule } from "./rule.ts";

export const checkpointOff: Rule = {
  findings: { "checkpoint-off": "Nothing is saved before the end." },
  check: ({ training: { checkpoint } }) => {
    if (checkpoint.everyEpochs !== null || checkpoint.everySteps !== null || checkpoint.everyMinutes !== null)
      return [];
    return [
      {
        code: "checkpoint-off",
        severity: "warning",
        path: ["training", "checkpoint"],
        message: {
          en: "nothing is saved before the end, so a run that is interrupted starts again from nothing; save every epoch",
          ko: "학습이 끝나기 전에는 아무것도 저장되지 않으므로, 실행이 중단되면 처음부터 다시 시작합니다. 에폭마다 저장하세요.",
        },
        citation: ours,
        fix: {
          title: { en: "Save every epoch", ko: "에폭마다 저장하기" },
          edits: [{ path: ["training", "checkpoint", "everyEpochs"], value: 1 }],
        },
      },
    ];
  },
};
