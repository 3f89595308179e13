import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { paper } from "../recipe/sources.ts";
import { size } from "./operation.ts";

export const centerCropSchema = described(
  z.strictObject({
    op: field(z.literal("centerCrop"), {
      title: { en: "Centre crop", ko: "중앙 자르기" },
      text: {
        en: "Cuts a square out of the middle, so that the same image always gives the same pixels. An image that is smaller is padded with black first.",
        ko: "가운데에서 정사각형을 잘라 내므로 같은 이미지에서는 항상 같은 픽셀이 나옵니다. 더 작은 이미지는 먼저 검은색으로 패딩합니다.",
      },
      source: { en: "§2.1 of the paper, validation", ko: "논문 §2.1의 검증 과정" },
    }),
    size: field(size.default(224), {
      title: { en: "Size", ko: "크기" },
      text: {
        en: "Side of the square: what the network was trained on.",
        ko: "정사각형의 한 변으로, 네트워크를 학습시킨 크기입니다.",
      },
      source: paper("§2.1"),
      unit: { en: "pixels", ko: "픽셀" },
    }),
  }),
  {
    title: { en: "Centre crop", ko: "중앙 자르기" },
    text: { en: "Cuts a square out of the middle.", ko: "가운데에서 정사각형을 잘라 냅니다." },
  },
);
