import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { refusal } from "../recipe/refusal.ts";
import { paper, sources } from "../recipe/sources.ts";
import { positiveRange, size } from "./operation.ts";

export const randomResizedCropSchema = described(
  z.strictObject({
    op: field(z.literal("randomResizedCrop"), {
      title: { en: "Random resized crop", ko: "무작위 크기 자르기" },
      text: {
        en: "Crops a rectangle of random area, aspect ratio and place, and resizes it to a square, so that things come in all sizes and a little distorted.",
        ko: "넓이, 종횡비, 위치가 무작위인 직사각형을 잘라 정사각형으로 크기를 바꿉니다. 대상이 다양한 크기로, 조금씩 일그러져 나타납니다.",
      },
      source: { en: "§2.1 of the paper, step 2", ko: "논문 §2.1의 2단계" },
    }),
    size: field(size.default(224), {
      title: { en: "Size", ko: "크기" },
      text: { en: "Side of the square that comes out.", ko: "결과로 나오는 정사각형의 한 변입니다." },
      source: paper("§2.1"),
      unit: { en: "pixels", ko: "픽셀" },
    }),
    area: field(
      positiveRange
        .refine(
          ([, high]) => high <= 1,
          refusal({
            en: "an area is a share of the image, at most 1",
            ko: "넓이는 이미지에 대한 비율이므로 1 이하여야 합니다.",
          }),
        )
        .default([0.08, 1]),
      {
        title: { en: "Area", ko: "넓이" },
        text: {
          en: "Range of the crop's share of the image's area, uniform. Raise the lower end for small images: 8 % of 32×32 pixels are 9×9.",
          ko: "이미지 넓이에서 잘라 낸 영역이 차지하는 비율의 범위로, 균등하게 뽑습니다. 작은 이미지에서는 하한을 올리세요. 32×32 픽셀의 8 %는 9×9 픽셀입니다.",
        },
        source: paper("§2.1"),
      },
    ),
    aspectRatio: field(positiveRange.default([0.75, 4 / 3]), {
      title: { en: "Aspect ratio", ko: "종횡비" },
      text: {
        en: "Range of width by height of the crop, log-uniform, so that wide and high are as frequent. After ten tries that do not fit, the largest centred crop within the bounds is taken.",
        ko: "잘라 낸 영역의 가로/세로 비율의 범위입니다. 로그 균등 분포에서 뽑으므로 가로로 긴 영역과 세로로 긴 영역이 같은 빈도로 나옵니다. 열 번 시도해도 맞지 않으면 범위 안에서 가장 큰 중앙 영역을 씁니다.",
      },
      source: sources(paper("§2.1"), {
        en: "log-uniform as torchvision and GluonCV",
        ko: "로그 균등 분포는 torchvision과 GluonCV를 따름",
      }),
    }),
  }),
  {
    title: { en: "Random resized crop", ko: "무작위 크기 자르기" },
    text: {
      en: "Random area and aspect ratio, resized to a square.",
      ko: "넓이와 종횡비를 무작위로 골라 자르고 정사각형으로 크기를 바꿉니다.",
    },
  },
);
