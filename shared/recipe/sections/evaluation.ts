import { z } from "zod";
import { field } from "../field.ts";
import { ours, paper } from "../sources.ts";

export const evaluationSchema = field(
  z
    .strictObject({
      everyEpochs: field(z.int().min(1).default(1), {
        title: { en: "Every so many epochs", ko: "에폭 간격" },
        text: {
          en: "How often the validation images are classified during training. They are always classified after the last epoch.",
          ko: "학습 중에 검증 이미지를 분류하는 간격입니다. 마지막 에폭 뒤에는 항상 분류합니다.",
        },
        source: ours,
        unit: { en: "epochs", ko: "에폭" },
      }),
      batchSize: field(z.int().min(1).max(65_536).default(64), {
        title: { en: "Batch size", ko: "배치 크기" },
        text: {
          en: "Images classified at a time; it changes memory and speed, not the figures.",
          ko: "한 번에 분류하는 이미지 수입니다. 메모리와 속도만 달라지고 결과는 같습니다.",
        },
        source: ours,
        unit: { en: "images", ko: "이미지" },
      }),
    })
    .prefault({}),
  {
    title: { en: "Evaluation", ko: "평가" },
    text: { en: "When and how top-1 and top-5 are measured.", ko: "top-1과 top-5를 측정하는 시점과 방법입니다." },
    source: paper("§2.1"),
  },
);
