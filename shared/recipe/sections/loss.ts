import { z } from "zod";
import { field } from "../field.ts";
import { paper, sources } from "../sources.ts";

const epsilon = z.number().min(0).lt(1);

export const lossSchema = field(
  z
    .strictObject({
      labelSmoothing: field(
        z
          .union([
            epsilon,
            z.strictObject({
              epsilon: field(epsilon.default(0.1), {
                title: { en: "ε", ko: "ε" },
                text: {
                  en: "How much of the probability is taken from the true class and spread over others.",
                  ko: "정답 클래스에서 덜어 내어 다른 클래스에 나누는 확률의 양입니다.",
                },
                source: paper("§5.2"),
              }),
              form: field(z.enum(["paper", "uniform"]).default("paper"), {
                title: { en: "Form", ko: "형태" },
                text: {
                  en: "`paper`: 1−ε on the true class and ε/(K−1) on each other. `uniform`: ε/K on every class and 1−ε more on the true one, as PyTorch and timm do.",
                  ko: "`paper`: 정답 클래스에 1−ε, 나머지 클래스에 각각 ε/(K−1). `uniform`: PyTorch와 timm처럼 모든 클래스에 ε/K를 두고 정답 클래스에 1−ε을 더합니다.",
                },
                source: sources(paper("§5.2"), {
                  en: "`uniform` from Szegedy et al., 2016",
                  ko: "`uniform`은 Szegedy et al., 2016",
                }),
              }),
            }),
          ])
          .default(0),
        {
          title: { en: "Label smoothing", ko: "라벨 스무딩" },
          text: {
            en: "Targets of 1 drive the logits apart without end; smoothed targets keep them finite. ε, or an object with `epsilon` and `form`. 0 switches it off; the paper uses 0.1.",
            ko: "정답 확률이 1이면 로짓의 차이가 끝없이 벌어지지만, 라벨을 부드럽게 하면 유한한 값에 머뭅니다. ε 값 또는 `epsilon`과 `form`이 있는 객체를 씁니다. 0이면 쓰지 않으며, 논문은 0.1을 씁니다.",
          },
          source: paper("§5.2"),
        },
      ),
    })
    .prefault({}),
  {
    title: { en: "Loss", ko: "손실" },
    text: {
      en: "Cross-entropy, and what softens its targets.",
      ko: "교차 엔트로피와, 그 정답을 부드럽게 하는 설정입니다.",
    },
    source: paper("§2.1", "§5.2"),
  },
);

export interface LabelSmoothing {
  epsilon: number;
  form: "paper" | "uniform";
}

/** Both spellings of `loss.labelSmoothing` as one. */
export function labelSmoothing(loss: z.output<typeof lossSchema>): LabelSmoothing {
  return typeof loss.labelSmoothing === "number"
    ? { epsilon: loss.labelSmoothing, form: "paper" }
    : loss.labelSmoothing;
}
