import { paper } from "../sources.ts";
import type { Rule } from "./rule.ts";

export const precisionUnsupported: Rule = {
  findings: { "precision-unsupported": "The runner does not have this precision." },
  check: ({ training }, capabilities) => {
    if (!capabilities || capabilities.precisions.includes(training.precision)) return [];
    const [precision] = capabilities.precisions;
    const known = capabilities.precisions.join(", ");
    return [
      {
        code: "precision-unsupported",
        severity: "warning",
        path: ["training", "precision"],
        message: {
          en: `this runner computes in ${known || "no precision that is known"}, not in ${training.precision}; choose another runner or precision`,
          ko: `이 러너는 ${training.precision} 정밀도를 지원하지 않습니다(지원하는 정밀도: ${known || "알려진 것 없음"}). 다른 러너나 정밀도를 고르세요.`,
        },
        citation: paper("§3.2"),
        ...(precision === undefined
          ? {}
          : {
              fix: {
                title: { en: `Compute in ${precision}`, ko: `${precision} 정밀도로 계산하기` },
                edits: [{ path: ["training", "precision"], value: precision }],
              },
            }),
      },
    ];
  },
};
