import { cited, paper, sources } from "../sources.ts";
import { initialBatchSize, largeBatch } from "./batch.ts";
import type { Rule } from "./rule.ts";

export const decayOnGamma: Rule = {
  findings: { "decay-on-gamma": "Weight decay pulls biases, γ and β towards 0 at a large batch." },
  check: (recipe) => {
    const batch = initialBatchSize(recipe);
    if (!recipe.optimizer.decayBiasAndNorm || recipe.optimizer.weightDecay === 0 || batch < largeBatch) return [];
    return [
      {
        code: "decay-on-gamma",
        severity: "warning",
        path: ["optimizer", "decayBiasAndNorm"],
        cause: ["training", "batchSize"],
        message: {
          en: `with a batch of ${batch} images the paper decays the weights of convolutions and fully connected layers only: pulling biases, γ and β towards 0 regularises nothing; set decayBiasAndNorm to false`,
          ko: `배치가 이미지 ${batch}장일 때 논문은 합성곱 층과 완전 연결 층의 가중치에만 가중치 감쇠를 적용합니다. 편향, γ, β를 0으로 당겨도 정규화 효과가 없습니다. decayBiasAndNorm 값을 false로 바꾸세요.`,
        },
        citation: sources(paper("§3.1"), cited("Jia et al., 2018")),
        fix: {
          title: { en: "Leave biases, γ and β undecayed", ko: "편향, γ, β에 감쇠를 적용하지 않기" },
          edits: [{ path: ["optimizer", "decayBiasAndNorm"], value: false }],
        },
      },
    ];
  },
};
