import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { paper } from "../recipe/sources.ts";
import { rgb } from "./operation.ts";

export const pcaNoiseSchema = described(
  z.strictObject({
    op: field(z.literal("pcaNoise"), {
      title: { en: "PCA noise", ko: "PCA 노이즈" },
      text: {
        en: "Adds one colour to all pixels of an image: E·(α∘λ), noise along the principal colours of the data set. It changes the tint of an image as a change of light would.",
        ko: "이미지의 모든 픽셀에 하나의 색 E·(α∘λ)를 더합니다. 데이터셋의 주성분 색 방향으로 주는 노이즈로, 조명이 바뀔 때처럼 이미지의 색감이 달라집니다.",
      },
      source: {
        en: "§2.1 of the paper, step 5; Krizhevsky et al., 2012",
        ko: "논문 §2.1의 5단계; Krizhevsky et al., 2012",
      },
    }),
    standardDeviation: field(z.number().min(0).max(10).default(0.1), {
      title: { en: "Standard deviation", ko: "표준편차" },
      text: {
        en: "Of the three coefficients α, drawn per image from a normal distribution around 0. 0 switches the noise off.",
        ko: "이미지마다 평균이 0인 정규 분포에서 뽑는 세 계수 α의 표준편차입니다. 0이면 노이즈를 쓰지 않습니다.",
      },
      source: paper("§2.1"),
    }),
    eigenvalues: field(rgb.default([55.46, 4.794, 1.148]), {
      title: { en: "Eigenvalues", ko: "고윳값" },
      text: {
        en: "λ: the eigenvalues of the covariance of red, green and blue in [0, 1], times 255, since the noise is added to grey levels. From a covariance of grey levels it is the eigenvalue divided by 255. The default is ImageNet's; `recipe-lab dataset inspect` computes those of your images.",
        ko: "λ: [0, 1] 범위의 빨강, 초록, 파랑에 대한 공분산의 고윳값에 255를 곱한 값입니다. 노이즈를 0~255 범위의 픽셀 값에 더하기 때문입니다. 픽셀 값의 공분산에서 구했다면 고윳값을 255로 나눕니다. 기본값은 ImageNet의 값이며, 내 이미지의 값은 `recipe-lab dataset inspect` 명령으로 계산할 수 있습니다.",
      },
      source: { en: "Krizhevsky et al., 2012, for ImageNet", ko: "ImageNet 값은 Krizhevsky et al., 2012" },
      unit: { en: "grey levels", ko: "픽셀 값" },
    }),
    eigenvectors: field(
      z.tuple([rgb, rgb, rgb]).default([
        [-0.5675, 0.7192, 0.4009],
        [-0.5808, -0.0045, -0.814],
        [-0.5836, -0.6948, 0.4203],
      ]),
      {
        title: { en: "Eigenvectors", ko: "고유벡터" },
        text: {
          en: "E of the covariance of red, green and blue: the rows are red, green, blue, and column k belongs to eigenvalue k.",
          ko: "빨강, 초록, 파랑에 대한 공분산의 E입니다. 행은 빨강, 초록, 파랑이고, k번째 열은 k번째 고윳값에 해당합니다.",
        },
        source: { en: "Krizhevsky et al., 2012, for ImageNet", ko: "ImageNet 값은 Krizhevsky et al., 2012" },
      },
    ),
  }),
  {
    title: { en: "PCA noise", ko: "PCA 노이즈" },
    text: { en: "Noise along the principal colours.", ko: "주성분 색 방향으로 노이즈를 더합니다." },
  },
);
