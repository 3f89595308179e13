import { z } from "zod";
import { field } from "../field.ts";
import { ours, paper, sources } from "../sources.ts";

export const optimizerSchema = field(
  z
    .strictObject({
      algorithm: field(z.enum(["nag"]).default("nag"), {
        title: { en: "Algorithm", ko: "알고리즘" },
        text: {
          en: "Nesterov accelerated gradient: `g ← ∇ + wd·w;  m ← μ·m + g;  w ← w − lr·(g + μ·m)`. The rate stays outside the momentum buffer, as in PyTorch.",
          ko: "네스테로프 가속 경사법(NAG)입니다: `g ← ∇ + wd·w;  m ← μ·m + g;  w ← w − lr·(g + μ·m)`. PyTorch처럼 학습률은 모멘텀 버퍼에 들어가지 않습니다.",
        },
        source: paper("§2.1"),
      }),
      momentum: field(z.number().min(0).lt(1).default(0.9), {
        title: { en: "Momentum", ko: "모멘텀" },
        text: {
          en: "μ: the share of the buffer of past gradients that is kept in each step. 0.9 averages over about ten steps; 0 is plain gradient descent.",
          ko: "μ: 지난 그래디언트를 모은 버퍼에서 스텝마다 남기는 비율입니다. 0.9는 약 열 스텝을 평균하는 셈이고, 0은 일반 경사 하강법입니다.",
        },
        source: sources(ours, { en: "0.9 is what the paper's implementation uses", ko: "0.9는 논문 구현의 값" }),
      }),
      weightDecay: field(z.number().min(0).max(1).default(0.0001), {
        title: { en: "Weight decay", ko: "가중치 감쇠" },
        text: {
          en: "wd: added to the gradient as wd·w, which draws weights towards 0 and is L2 regularisation. 0 switches it off.",
          ko: "wd: 그래디언트에 wd·w를 더해 가중치를 0 쪽으로 당기는 L2 정규화입니다. 0이면 쓰지 않습니다.",
        },
        source: paper("§3.1"),
      }),
      decayBiasAndNorm: field(z.boolean().default(true), {
        title: { en: "Decay biases and norms", ko: "편향과 정규화 파라미터 감쇠" },
        text: {
          en: "`false` applies weight decay to the weights of convolutions and fully connected layers only, and leaves biases, γ and β alone: the paper's “no bias decay”, for large batches.",
          ko: "`false`이면 합성곱 층과 완전 연결 층의 가중치에만 가중치 감쇠를 적용하고 편향, γ, β는 그대로 둡니다. 논문에서 큰 배치에 쓰는 “no bias decay”입니다.",
        },
        source: paper("§3.1"),
      }),
    })
    .prefault({}),
  {
    title: { en: "Optimiser", ko: "옵티마이저" },
    text: { en: "How a gradient becomes a step.", ko: "그래디언트로 가중치를 갱신하는 방법입니다." },
    source: paper("§2.1"),
  },
);
