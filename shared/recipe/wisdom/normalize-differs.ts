import { paper } from "../sources.ts";
import type { Rule } from "./rule.ts";

export const normalizeDiffers: Rule = {
  findings: { "normalize-differs": "Validation images are normalised in another way than training images." },
  check: ({ augmentation: { train, validation } }) => {
    const trained = train.find(({ op }) => op === "normalize");
    const index = validation.findIndex(({ op }) => op === "normalize");
    const validated = validation[index];
    if (!trained || !validated || JSON.stringify(trained) === JSON.stringify(validated)) return [];
    const path = ["augmentation", "validation", index];
    return [
      {
        code: "normalize-differs",
        severity: "warning",
        path,
        message: {
          en: "validation images are normalised with another mean or deviation than training images, so the network sees colours that it was not trained on; use the same",
          ko: "검증 이미지를 학습 이미지와 다른 평균이나 표준편차로 정규화하므로, 네트워크가 학습하지 않은 색을 보게 됩니다. 같은 값을 쓰세요.",
        },
        citation: paper("§2.1"),
        fix: {
          title: { en: "Normalise as in training", ko: "학습과 똑같이 정규화하기" },
          edits: [{ path, value: trained }],
        },
      },
    ];
  },
};
