import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { paper } from "../recipe/sources.ts";

export const horizontalFlipSchema = described(
  z.strictObject({
    op: field(z.literal("horizontalFlip"), {
      title: { en: "Horizontal flip", ko: "좌우 반전" },
      text: {
        en: "Mirrors the image left to right with some probability. Leave it out where left and right mean something: digits, letters, road signs.",
        ko: "정해진 확률로 이미지의 좌우를 뒤집습니다. 숫자, 글자, 도로 표지판처럼 좌우에 의미가 있는 데이터에는 쓰지 마세요.",
      },
      source: { en: "§2.1 of the paper, step 3", ko: "논문 §2.1의 3단계" },
    }),
    probability: field(z.number().min(0).max(1).default(0.5), {
      title: { en: "Probability", ko: "확률" },
      text: {
        en: "Share of the images that are mirrored: 0 never, 1 always.",
        ko: "뒤집는 이미지의 비율입니다. 0이면 전혀 뒤집지 않고, 1이면 항상 뒤집습니다.",
      },
      source: paper("§2.1"),
    }),
  }),
  {
    title: { en: "Horizontal flip", ko: "좌우 반전" },
    text: { en: "Mirrors the image left to right.", ko: "이미지의 좌우를 뒤집습니다." },
  },
);
