import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { paper } from "../recipe/sources.ts";
import { rgb } from "./operation.ts";

export const normalizeSchema = described(
  z.strictObject({
    op: field(z.literal("normalize"), {
      title: { en: "Normalise", ko: "정규화" },
      text: {
        en: "Subtracts the mean of each channel and divides by its standard deviation: v' = (v − mean) / deviation. It comes last, and is the same for training and validation.",
        ko: "채널마다 평균을 빼고 표준편차로 나눕니다: v' = (v − mean) / deviation. 마지막에 두고, 학습과 검증에서 같은 값을 씁니다.",
      },
      source: { en: "§2.1 of the paper, step 6", ko: "논문 §2.1의 6단계" },
    }),
    mean: field(rgb.default([123.68, 116.779, 103.939]), {
      title: { en: "Mean", ko: "평균" },
      text: {
        en: "Of red, green and blue. The default is ImageNet's; `recipe-lab dataset inspect` computes that of your images. Weights that were trained elsewhere want the mean that they were trained with.",
        ko: "빨강, 초록, 파랑의 평균입니다. 기본값은 ImageNet의 값이며, 내 이미지의 값은 `recipe-lab dataset inspect` 명령으로 계산할 수 있습니다. 다른 곳에서 학습한 가중치를 쓸 때는 그때 쓴 평균을 지정하세요.",
      },
      source: paper("§2.1"),
      unit: { en: "grey levels, 0 to 255", ko: "픽셀 값, 0~255" },
    }),
    standardDeviation: field(
      z.tuple([z.number().gt(0), z.number().gt(0), z.number().gt(0)]).default([58.393, 57.12, 57.375]),
      {
        title: { en: "Standard deviation", ko: "표준편차" },
        text: {
          en: "Of red, green and blue. The default is ImageNet's; `recipe-lab dataset inspect` computes that of your images.",
          ko: "빨강, 초록, 파랑의 표준편차입니다. 기본값은 ImageNet의 값이며, 내 이미지의 값은 `recipe-lab dataset inspect` 명령으로 계산할 수 있습니다.",
        },
        source: paper("§2.1"),
        unit: { en: "grey levels, 0 to 255", ko: "픽셀 값, 0~255" },
      },
    ),
  }),
  {
    title: { en: "Normalise", ko: "정규화" },
    text: { en: "Mean 0 and deviation 1 per channel.", ko: "채널마다 평균 0, 표준편차 1로 맞춥니다." },
  },
);
