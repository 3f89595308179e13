import { cited, paper, sources } from "../sources.ts";
import { changeTo } from "../suggestion.ts";
import { isSmallNet } from "./input-size.ts";
import type { Rule } from "./rule.ts";

export const variantUnsupported: Rule = {
  findings: { "variant-unsupported": "A variant that changes the 7×7 stem, with a net that has none." },
  check: ({ model }) => {
    if (!isSmallNet(model.architecture) || (model.variant !== "c" && model.variant !== "d")) return [];
    return [
      {
        code: "variant-unsupported",
        severity: "error",
        path: ["model", "variant"],
        cause: ["model", "architecture"],
        message: {
          en: `variant "${model.variant}" replaces the 7×7 stem, and ${model.architecture}, a net for 32×32 images, has a single 3×3 convolution in its place; choose "original" or "b"`,
          ko: `"${model.variant}" 변형은 7×7 스템을 바꾸는데, 32×32 이미지용 네트워크인 ${model.architecture}에는 그 자리에 3×3 합성곱 하나만 있습니다. "original" 또는 "b"를 고르세요.`,
        },
        citation: sources(paper("§4.2"), cited("He et al., 2015, §4.2")),
        fix: { title: changeTo("original"), edits: [{ path: ["model", "variant"], value: "original" }] },
      },
    ];
  },
};
