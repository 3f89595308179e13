import { z } from "zod";
import { deterministicOperationSchema, operationSchema } from "../../augmentations/index.ts";
import { field } from "../field.ts";
import { cited, paper, sources } from "../sources.ts";

const paperNormalize = {
  op: "normalize" as const,
  mean: [123.68, 116.779, 103.939] as [number, number, number],
  standardDeviation: [58.393, 57.12, 57.375] as [number, number, number],
};

export const augmentationSchema = field(
  z
    .strictObject({
      train: field(
        z
          .array(operationSchema)
          .min(1)
          .max(64)
          .prefault([
            { op: "randomResizedCrop" },
            { op: "horizontalFlip" },
            { op: "colorScale" },
            { op: "pcaNoise" },
            paperNormalize,
          ]),
        {
          title: { en: "Training pipeline", ko: "학습 파이프라인" },
          text: {
            en: "Operations in order, from decoded RGB in [0, 255] to the tensor that the network sees, in 32-bit float all the way. Each image gets new random numbers in each epoch, which follow from `training.seed`.",
            ko: "[0, 255] 범위의 디코딩된 RGB부터 네트워크가 보는 텐서까지 차례로 적용하는 연산입니다. 전 과정을 32비트 부동소수점으로 계산합니다. 이미지마다 에폭마다 새 난수를 쓰며, 난수는 `training.seed` 값에서 정해집니다.",
          },
          source: paper("§2.1"),
        },
      ),
      validation: field(
        z
          .array(deterministicOperationSchema)
          .min(1)
          .max(64)
          .prefault([{ op: "resizeShorterEdge" }, { op: "centerCrop" }, paperNormalize]),
        {
          title: { en: "Validation pipeline", ko: "검증 파이프라인" },
          text: {
            en: "The operations for validation images: `resize`, `resizeShorterEdge`, `centerCrop` and `normalize`. Nothing here is random, so that the same weights and images give the same figures.",
            ko: "검증 이미지에 적용하는 연산으로 `resize`, `resizeShorterEdge`, `centerCrop`, `normalize` 중에서 씁니다. 무작위 연산이 없으므로 가중치와 이미지가 같으면 결과도 같습니다.",
          },
          source: paper("§2.1"),
        },
      ),
      mixup: field(
        z
          .union([
            z.null(),
            z.strictObject({
              alpha: field(z.number().gt(0).max(10).default(0.2), {
                title: { en: "α", ko: "α" },
                text: {
                  en: "λ ~ Beta(α, α) for each batch. Below 1, λ is mostly near 0 or 1 and one image prevails; 1 draws it uniformly.",
                  ko: "배치마다 λ ~ Beta(α, α)를 뽑습니다. 1보다 작으면 λ가 대부분 0이나 1에 가까워 한쪽 이미지가 두드러지고, 1이면 균등하게 뽑습니다.",
                },
                source: paper("§5.4"),
              }),
            }),
          ])
          .default(null),
        {
          title: { en: "Mixup", ko: "믹스업" },
          text: {
            en: "Mix pairs of images of a batch, and their labels, with weight λ. It needs more epochs (the paper: 200 instead of 120). `null` switches it off.",
            ko: "배치 안의 이미지 쌍과 라벨을 가중치 λ로 섞습니다. 에폭이 더 많이 필요합니다(논문: 120 대신 200). `null`이면 쓰지 않습니다.",
          },
          source: sources(paper("§5.4"), cited("Zhang et al., 2017")),
        },
      ),
    })
    .prefault({}),
  {
    title: { en: "Augmentation", ko: "데이터 증강" },
    text: {
      en: "What happens to an image before the network sees it.",
      ko: "네트워크에 들어가기 전에 이미지에 적용하는 처리입니다.",
    },
    source: paper("§2.1"),
  },
);
