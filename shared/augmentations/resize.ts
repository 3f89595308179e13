import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { ours } from "../recipe/sources.ts";
import { size } from "./operation.ts";

export const resizeSchema = described(
  z.strictObject({
    op: field(z.literal("resize"), {
      title: { en: "Resize", ko: "크기 조정" },
      text: {
        en: "Resizes to a square; the aspect ratio is not kept, so things that are not square get distorted.",
        ko: "정사각형으로 크기를 바꿉니다. 종횡비를 유지하지 않으므로 정사각형이 아닌 대상은 일그러집니다.",
      },
      source: ours,
    }),
    size: field(size.default(224), {
      title: { en: "Size", ko: "크기" },
      text: { en: "Side of the square.", ko: "정사각형의 한 변입니다." },
      source: ours,
      unit: { en: "pixels", ko: "픽셀" },
    }),
  }),
  {
    title: { en: "Resize", ko: "크기 조정" },
    text: { en: "To a square, whatever the aspect ratio.", ko: "종횡비와 관계없이 정사각형으로 만듭니다." },
  },
);
