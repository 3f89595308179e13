import type { Text } from "../../language.ts";
import { pipelineNames } from "./input-size.ts";
import type { Finding, Rule } from "./rule.ts";

const normalizeStep: Text = { en: "§2.1 of the paper, step 6", ko: "논문 §2.1의 6단계" };

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
      const common = { severity: "error" as const, citation: normalizeStep };
      const others = pipeline.filter(({ op }) => op !== "normalize");
      if (!normalize) {
        const value = [...pipeline, { op: "normalize" }];
        const message = {
          en: `the ${name} pipeline has no "normalize": the network would see grey levels up to 255 and not learn; add it at the end`,
          ko: `${name} 파이프라인에 "normalize" 연산이 없습니다. 네트워크에 최대 255인 픽셀 값이 그대로 들어가 학습이 되지 않습니다. 끝에 추가하세요.`,
        };
        return [
          {
            ...common,
            code: "normalize-missing",
            path,
            message,
            fix: { title: { en: 'Add "normalize"', ko: '"normalize" 추가하기' }, edits: [{ path, value }] },
          },
        ];
      }
      const index = pipeline.findIndex(({ op }) => op === "normalize");
      const wrong = pipeline.findIndex(({ op }, i) => i > index && op !== "cutout");
      if (wrong < 0) return [];
      const message = {
        en: `"${pipeline[wrong]!.op}" stands after "normalize", where values are no grey levels any more; "normalize" stands once, and last (only "cutout" may follow)`,
        ko: `"${pipeline[wrong]!.op}" 연산이 "normalize" 뒤에 있는데, 그 뒤의 값은 더 이상 0~255 픽셀 값이 아닙니다. "normalize" 연산은 한 번만, 마지막에 두세요("cutout" 연산만 뒤에 올 수 있습니다).`,
      };
      const edits = [{ path, value: [...others, normalize] }];
      return [
        {
          ...common,
          code: "normalize-not-last",
          path: [...path, wrong],
          message,
          fix: { title: { en: 'Move "normalize" to the end', ko: '"normalize" 연산을 끝으로 옮기기' }, edits },
        },
      ];
    }),
};
