import { pipelineNames } from "./input-size.ts";
import type { Finding, Rule } from "./rule.ts";

/** `normalize` stands once, and only `cutout` may follow it (its `fill` is then in deviations). */
export const normalizeLast: Rule = {
  findings: {
    "normalize-missing": "A pipeline does not normalise.",
    "normalize-not-last": "Something follows `normalize` that expects grey levels, or it stands twice.",
  },
  check: ({ augmentation }) =>
    pipelineNames.flatMap((name): Finding[] => {
      const pipeline: readonly { op: string }[] = augmentation[name];
      const path = ["augmentation", name];
      const normalize = pipeline.findLast(({ op }) => op === "normalize");
      const common = { severity: "error" as const, citation: "§2.1 of the paper, step 6" };
      const others = pipeline.filter(({ op }) => op !== "normalize");
      if (!normalize) {
        const value = [...pipeline, { op: "normalize" }];
        const message = `the ${name} pipeline has no "normalize": the network would see grey levels up to 255 and not learn; add it at the end`;
        return [
          {
            ...common,
            code: "normalize-missing",
            path,
            message,
            fix: { title: 'Add "normalize"', edits: [{ path, value }] },
          },
        ];
      }
      const index = pipeline.findIndex(({ op }) => op === "normalize");
      const wrong = pipeline.findIndex(({ op }, i) => i > index && op !== "cutout");
      if (wrong < 0) return [];
      const message = `"${pipeline[wrong]!.op}" stands after "normalize", where values are no grey levels any more; "normalize" stands once, and last (only "cutout" may follow)`;
      const edits = [{ path, value: [...others, normalize] }];
      return [
        {
          ...common,
          code: "normalize-not-last",
          path: [...path, wrong],
          message,
          fix: { title: 'Move "normalize" to the end', edits },
        },
      ];
    }),
};
