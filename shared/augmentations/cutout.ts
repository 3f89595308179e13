import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { cited, ours } from "../recipe/sources.ts";
import { size } from "./operation.ts";

export const cutoutSchema = described(
  z.strictObject({
    op: field(z.literal("cutout"), {
      title: { en: "Cutout", ko: "컷아웃" },
      text: {
        en: "Blanks a square around a random centre, so that the network has to look at more than one part of a thing. What lies outside of the image is cut off.",
        ko: "무작위 위치를 중심으로 정사각형을 지워서, 네트워크가 대상의 한 부분에만 의존하지 못하게 합니다. 이미지 밖으로 나가는 부분은 버립니다.",
      },
      source: cited("DeVries and Taylor, 2017"),
    }),
    size: field(size.default(8), {
      title: { en: "Size", ko: "크기" },
      text: {
        en: "Side of the square. The authors use 16 on CIFAR-10 and 8 on CIFAR-100, of 32.",
        ko: "정사각형의 한 변입니다. 저자들은 32 픽셀 이미지에서 CIFAR-10에는 16, CIFAR-100에는 8을 썼습니다.",
      },
      source: cited("DeVries and Taylor, 2017"),
      unit: { en: "pixels", ko: "픽셀" },
    }),
    fill: field(z.number().default(0), {
      title: { en: "Fill", ko: "채울 값" },
      text: {
        en: "The value that the square gets in every channel. After `normalize`, 0 is the mean colour.",
        ko: "정사각형의 모든 채널에 넣는 값입니다. `normalize` 뒤에서는 0이 평균 색입니다.",
      },
      source: ours,
      unit: {
        en: "grey levels before `normalize`, deviations after it",
        ko: "`normalize` 앞에서는 픽셀 값, 뒤에서는 표준편차",
      },
    }),
  }),
  {
    title: { en: "Cutout", ko: "컷아웃" },
    text: { en: "Blanks a random square.", ko: "무작위 위치의 정사각형을 지웁니다." },
  },
);
