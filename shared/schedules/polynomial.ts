import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { ours } from "../recipe/sources.ts";
import type { DecayFunction } from "./schedule.ts";

export const polynomialSchema = described(
  z.strictObject({
    kind: field(z.literal("polynomial"), {
      title: { en: "Polynomial decay", ko: "다항식 감쇠" },
      text: {
        en: "The rate falls as (1 − t/T)^power over the batches after warm-up; power 1 is a straight line.",
        ko: "워밍업 뒤 배치에 걸쳐 (1 − t/T)^power로 낮아집니다. power가 1이면 직선입니다.",
      },
      source: ours,
    }),
    power: field(z.number().gt(0).max(10).default(1), {
      title: { en: "Power", ko: "지수" },
      text: { en: "1 is linear, 2 falls faster at first.", ko: "1이면 선형이고, 2이면 처음에 더 빨리 낮아집니다." },
      source: ours,
    }),
  }),
  {
    title: { en: "Polynomial decay", ko: "다항식 감쇠" },
    text: {
      en: "The rate falls as a power of the remaining share.",
      ko: "학습률이 남은 비율의 거듭제곱으로 낮아집니다.",
    },
  },
);

/** (1 − t/T)^power, t and T as for the cosine. */
export const polynomial: DecayFunction<z.output<typeof polynomialSchema>> = (
  { power },
  { stepAfterWarmup, stepsAfterWarmup },
) => (1 - stepAfterWarmup / stepsAfterWarmup) ** power;
