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
        message:
          "nothing is saved before the end, so a run that is interrupted starts again from nothing; save every epoch",
        citation: "ours",
        fix: { title: "Save every epoch", edits: [{ path: ["training", "checkpoint", "everyEpochs"], value: 1 }] },
      },
    ];
  },
};
