import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { paper } from "../recipe/sources.ts";
import type { DecayFunction } from "./schedule.ts";

export const cosineSchema = described(
  z.strictObject({
    kind: field(z.literal("cosine"), {
      title: { en: "Cosine decay", ko: "코사인 감쇠" },
      text: {
        en: "The rate falls along half a cosine from the peak to 0 over the T batches after warm-up: ½(1 + cos(t·π/T))·η. Slowly at first, so that much of the training runs at a high rate, and without a step to place.",
        ko: "워밍업 뒤 T개 배치에 걸쳐 최고점에서 0까지 코사인 반 주기를 따라 낮아집니다: ½(1 + cos(t·π/T))·η. 처음에는 천천히 낮아져 학습의 많은 부분을 높은 학습률로 진행하고, 계단 위치를 따로 정하지 않아도 됩니다.",
      },
      source: paper("§5.1"),
    }),
  }),
  {
    title: { en: "Cosine decay", ko: "코사인 감쇠" },
    text: { en: "The rate falls along half a cosine.", ko: "학습률이 코사인 반 주기를 따라 낮아집니다." },
  },
);

/**
 * ½(1 + cos(t·π/T)), t the steps since warm-up ended and T the steps after it: §5.1 of the paper. The first step after
 * warm-up has t = 0, so the rate does not drop where warm-up ends, and the last step still has a rate above 0.
 */
export const cosine: DecayFunction<z.output<typeof cosineSchema>> = (_options, { stepAfterWarmup, stepsAfterWarmup }) =>
  0.5 * (1 + Math.cos((Math.PI * stepAfterWarmup) / stepsAfterWarmup));
