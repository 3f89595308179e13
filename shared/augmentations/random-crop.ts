import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { cited } from "../recipe/sources.ts";
import { size } from "./operation.ts";

export const randomCropSchema = described(
  z.strictObject({
    op: field(z.literal("randomCrop"), {
      title: { en: "Random crop", ko: "무작위 자르기" },
      text: {
        en: "Pads the image with black on every side and cuts a square at a random place: the usual crop for 32×32 images.",
        ko: "이미지의 네 변을 검은색으로 패딩한 뒤 무작위 위치에서 정사각형을 잘라 냅니다. 32×32 이미지에 흔히 쓰는 방법입니다.",
      },
      source: cited("He et al., 2015, §4.2"),
    }),
    size: field(size.default(32), {
      title: { en: "Size", ko: "크기" },
      text: { en: "Side of the square.", ko: "정사각형의 한 변입니다." },
      source: cited("He et al., 2015, §4.2"),
      unit: { en: "pixels", ko: "픽셀" },
    }),
    padding: field(z.int().min(0).max(1024).default(4), {
      title: { en: "Padding", ko: "패딩" },
      text: {
        en: "Black pixels added on each side before the crop. 4 moves a 32×32 image by up to 4 pixels in each direction.",
        ko: "자르기 전에 각 변에 더하는 검은 픽셀의 수입니다. 4이면 32×32 이미지가 각 방향으로 최대 4 픽셀 움직입니다.",
      },
      source: cited("He et al., 2015, §4.2"),
      unit: { en: "pixels", ko: "픽셀" },
    }),
  }),
  {
    title: { en: "Random crop", ko: "무작위 자르기" },
    text: {
      en: "A square at a random place of the padded image.",
      ko: "패딩한 이미지의 무작위 위치에서 정사각형을 잘라 냅니다.",
    },
  },
);
