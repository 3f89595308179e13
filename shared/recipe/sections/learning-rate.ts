import { z } from "zod";
import { decaySchema } from "../../schedules/index.ts";
import { field } from "../field.ts";
import { cited, paper, sources } from "../sources.ts";

export const learningRateSchema = field(
  z
    .strictObject({
      initial: field(z.number().gt(0).max(1_000_000).default(0.1), {
        title: { en: "Initial rate", ko: "초기 학습률" },
        text: {
          en: "The rate that the schedule starts from; with linear scaling, the rate for a batch of `referenceBatchSize` images. The first number to search for when a net does not learn: by factors of 3, up until the loss grows.",
          ko: "스케줄이 시작하는 학습률입니다. 선형 스케일링을 쓰면 이미지 `referenceBatchSize`장짜리 배치에 대한 학습률입니다. 네트워크가 학습되지 않을 때 가장 먼저 조정할 값으로, 손실이 커지기 직전까지 3배씩 올려 보세요.",
        },
        source: paper("§2.1"),
      }),
      linearScaling: field(
        z
          .union([
            z.literal(false),
            z.strictObject({
              referenceBatchSize: field(z.int().min(1).default(256), {
                title: { en: "Reference batch size", ko: "기준 배치 크기" },
                text: {
                  en: "The batch size for which `initial` is meant. The paper: 0.1 for 256 images.",
                  ko: "`initial` 값이 전제하는 배치 크기입니다. 논문: 이미지 256장에 0.1.",
                },
                source: paper("§3.1"),
                unit: { en: "images", ko: "이미지" },
              }),
            }),
          ])
          .prefault({}),
        {
          title: { en: "Linear scaling", ko: "선형 스케일링" },
          text: {
            en: "A larger batch leaves the expectation of the gradient as it is and lowers its variance, so the step may grow with the batch: η = initial × batchSize / referenceBatchSize. `false` switches it off, and η = initial.",
            ko: "배치가 커지면 그래디언트의 기댓값은 그대로이고 분산이 줄어들므로, 배치에 비례해 학습률을 키울 수 있습니다: η = initial × batchSize / referenceBatchSize. `false`이면 쓰지 않고 η = initial로 둡니다.",
          },
          source: sources(paper("§3.1"), cited("Goyal et al., 2017")),
        },
      ),
      warmup: field(
        z
          .strictObject({
            epochs: field(z.number().min(0).default(0), {
              title: { en: "Warm-up epochs", ko: "워밍업 에폭" },
              text: {
                en: "Over the first m batches (this many epochs) the rate of batch i is i·η/m: it rises from almost nothing and reaches η at batch m. 0 switches it off; the paper uses 5. Fractions are allowed.",
                ko: "처음 m개 배치(이 에폭 수만큼) 동안 i번째 배치의 학습률을 i·η/m으로 합니다. 0에 가까운 값에서 올라가 m번째 배치에서 η에 이릅니다. 0이면 쓰지 않으며, 논문은 5를 씁니다. 소수도 쓸 수 있습니다.",
              },
              source: paper("§3.1"),
              unit: { en: "epochs", ko: "에폭" },
            }),
          })
          .prefault({}),
        {
          title: { en: "Warm-up", ko: "워밍업" },
          text: {
            en: "At the start the weights are random and far from their end, and a large rate can make training unstable; so the rate rises first. Worth while where the batch is large.",
            ko: "학습 초기에는 가중치가 무작위이고 최종값에서 멀어 학습률이 크면 학습이 불안정해질 수 있습니다. 그래서 학습률을 서서히 올립니다. 배치가 클 때 효과가 있습니다.",
          },
          source: paper("§3.1"),
        },
      ),
      decay: decaySchema,
    })
    .prefault({}),
  {
    title: { en: "Learning rate", ko: "학습률" },
    text: { en: "The step size of every batch.", ko: "배치마다 가중치를 갱신하는 폭입니다." },
    source: paper("§2.1", "§3.1", "§5.1"),
  },
);
