import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { paper } from "../recipe/sources.ts";
import { size } from "./operation.ts";

export const resizeShorterEdgeSchema = described(
  z.strictObject({
    op: field(z.literal("resizeShorterEdge"), {
      title: { en: "Resize shorter edge", ko: "짧은 변 크기 조정" },
      text: {
        en: "Resizes so that the shorter edge has this length; the aspect ratio stays. A crop to a square follows.",
        ko: "종횡비를 유지하면서 짧은 변이 이 길이가 되도록 크기를 바꿉니다. 그 뒤에 정사각형으로 자릅니다.",
      },
      source: { en: "§2.1 of the paper, validation", ko: "논문 §2.1의 검증 과정" },
    }),
    size: field(size.default(256), {
      title: { en: "Size", ko: "크기" },
      text: {
        en: "Length of the shorter edge. The paper takes 256 for a crop of 224; without a margin, take the size of the crop.",
        ko: "짧은 변의 길이입니다. 논문은 224 픽셀로 자르기 위해 256을 씁니다. 여백이 필요 없으면 자를 크기와 같게 하세요.",
      },
      source: paper("§2.1"),
      unit: { en: "pixels", ko: "픽셀" },
    }),
  }),
  {
    title: { en: "Resize shorter edge", ko: "짧은 변 크기 조정" },
    text: { en: "Keeps the aspect ratio.", ko: "종횡비를 유지합니다." },
  },
);
