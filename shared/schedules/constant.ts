import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { ours } from "../recipe/sources.ts";
import type { DecayFunction } from "./schedule.ts";

export const constantSchema = described(
  z.strictObject({
    kind: field(z.literal("constant"), {
      title: { en: "Constant", ko: "상수" },
      text: {
        en: "No decay: the rate stays at its peak after warm-up.",
        ko: "감쇠가 없습니다. 워밍업이 끝나면 최고 학습률을 유지합니다.",
      },
      source: ours,
    }),
  }),
  {
    title: { en: "Constant", ko: "상수" },
    text: { en: "The rate stays at its peak.", ko: "최고 학습률을 유지합니다." },
  },
);

export const constant: DecayFunction<z.output<typeof constantSchema>> = () => 1;
