import type { Rule } from "./rule.ts";

export const precisionUnsupported: Rule = {
  findings: { "precision-unsupported": "The runner does not have this precision." },
  check: ({ training }, capabilities) => {
    if (!capabilities || capabilities.precisions.includes(training.precision)) return [];
    const [precision] = capabilities.precisions;
    return [
      {
        code: "precision-unsupported",
        severity: "warning",
        path: ["training", "precision"],
        message: `this runner computes in ${capabilities.precisions.join(", ") || "no precision that is known"}, not in ${training.precision}; choose another runner or precision`,
        citation: "§3.2 of the paper",
        ...(precision === undefined
          ? {}
          : {
              fix: { title: `Compute in ${precision}`, edits: [{ path: ["training", "precision"], value: precision }] },
            }),
      },
    ];
  },
};
