import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { paper } from "../recipe/sources.ts";
import type { DecayFunction } from "./schedule.ts";

export const stepSchema = described(
  z.strictObject({
    kind: field(z.literal("step"), {
      title: { en: "Step decay", ko: "계단식 감쇠" },
      text: {
        en: "The rate is multiplied by `factor` at each of `epochs`: the paper's baseline divides it by 10 at epochs 30, 60 and 90 of 120.",
        ko: "`epochs`에 적은 에폭마다 학습률에 `factor` 값을 곱합니다. 논문의 베이스라인은 120 에폭 중 30, 60, 90 에폭에서 10으로 나눕니다.",
      },
      source: paper("§2.1"),
    }),
    epochs: field(z.array(z.number().gt(0)).max(1000).default([30, 60, 90]), {
      title: { en: "Decay epochs", ko: "감쇠 에폭" },
      text: {
        en: "After so many completed epochs the rate is multiplied by `factor`.",
        ko: "이만큼의 에폭이 끝나면 학습률에 `factor` 값을 곱합니다.",
      },
      source: paper("§2.1"),
      unit: { en: "epochs", ko: "에폭" },
    }),
    factor: field(z.number().gt(0).max(1).default(0.1), {
      title: { en: "Factor", ko: "배율" },
      text: {
        en: "What the rate is multiplied by at each decay epoch.",
        ko: "감쇠 에폭마다 학습률에 곱하는 값입니다.",
      },
      source: paper("§2.1"),
    }),
  }),
  {
    title: { en: "Step decay", ko: "계단식 감쇠" },
    text: {
      en: "The rate is multiplied by a factor at given epochs.",
      ko: "정해진 에폭마다 학습률에 배율을 곱합니다.",
    },
  },
);

/** `factor` to the power of the number of decay epochs that are complete: §2.1 of the paper. */
export const step: DecayFunction<z.output<typeof stepSchema>> = ({ epochs, factor }, { epochsCompleted }) =>
  factor ** epochs.filter((epoch) => epochsCompleted >= epoch).length;
