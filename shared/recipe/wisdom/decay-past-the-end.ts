import { count } from "../../count.ts";
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
        message: `the training ends after ${count(training.epochs, "epoch")}, so the decay at ${late.join(", ")} never happens and the last epochs run at too high a rate; the paper decays after a quarter, a half and three quarters of the training`,
        citation: "§2.1 of the paper",
        fix: {
          title: `Decay at ${epochs.length > 0 ? epochs.join(", ") : "no epoch"}`,
          edits: [{ path: ["learningRate", "decay", "epochs"], value: epochs }],
        },
      },
    ];
  },
};
