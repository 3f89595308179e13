import { z } from "zod";
import { field } from "../field.ts";
import { cited, ours, paper, sources } from "../sources.ts";

/** Nets for photographs, 224×224 pixels and the like. */
const photoNets = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"] as const;
/** Nets for images of 32×32 pixels. */
export const smallNets = ["resnet20", "resnet32", "resnet44", "resnet56", "resnet110"] as const;
export const architectures = [...photoNets, ...smallNets] as const;
export type Architecture = (typeof architectures)[number];

export const variants = ["original", "b", "c", "d"] as const;
export type Variant = (typeof variants)[number];

export const modelSchema = field(
  z
    .strictObject({
      architecture: field(z.enum(architectures).default("resnet50"), {
        title: { en: "Architecture", ko: "아키텍처" },
        text: {
          en: "`resnet18` to `resnet152` take photographs (224×224 and the like); `resnet20` to `resnet110` are the nets for 32×32 images.",
          ko: "`resnet18`부터 `resnet152`까지는 사진(224×224 등)을 위한 네트워크이고, `resnet20`부터 `resnet110`까지는 32×32 이미지를 위한 네트워크입니다.",
        },
        source: sources(paper("§2"), {
          en: "the 32×32 nets from He et al., 2015, §4.2",
          ko: "32×32용 네트워크는 He et al., 2015, §4.2",
        }),
      }),
      variant: field(z.enum(variants).default("original"), {
        title: { en: "Variant", ko: "변형" },
        text: {
          en: "`b` moves the stride of a down-sampling bottleneck from its first 1×1 to its 3×3 convolution (torchvision's ResNet-50 is this one; basic blocks are the same either way); `c` is b with the 7×7 stem replaced by three 3×3; `d` is c with a 2×2 average pool before the 1×1 of the projection shortcut.",
          ko: "`b`: 다운샘플링 병목 블록의 스트라이드를 첫 1×1 합성곱에서 3×3 합성곱으로 옮깁니다(torchvision의 ResNet-50이 이 구조이며, 기본 블록은 차이가 없습니다). `c`: b에서 7×7 스템을 3×3 합성곱 세 개로 바꿉니다. `d`: c에서 프로젝션 숏컷의 1×1 합성곱 앞에 2×2 평균 풀링을 둡니다.",
        },
        source: paper("§4"),
      }),
      zeroGamma: field(z.boolean().default(false), {
        title: { en: "Zero γ", ko: "γ 0 초기화" },
        text: {
          en: "Start the last batch norm of every residual block at γ = 0, so that every block begins as the identity and the net is easier to train at first.",
          ko: "모든 잔차 블록의 마지막 배치 정규화를 γ = 0으로 시작합니다. 그러면 각 블록이 항등 함수로 출발하므로 학습 초기가 수월해집니다.",
        },
        source: paper("§3.1"),
      }),
      init: field(
        z
          .strictObject({
            distribution: field(z.enum(["xavierUniform"]).default("xavierUniform"), {
              title: { en: "Distribution", ko: "분포" },
              text: {
                en: "Yes, there is a uniform draw: each weight of a convolution or fully connected layer is uniform in [−a, a] with a = √(6 / (d_in + d_out)). Biases are 0, γ is 1, β is 0. `recipe-lab plan` prints a for every layer.",
                ko: "합성곱 층과 완전 연결 층의 가중치를 [−a, a] 구간의 균등 분포에서 뽑습니다. a = √(6 / (d_in + d_out))입니다. 편향은 0, γ는 1, β는 0에서 시작합니다. `recipe-lab plan` 명령이 층마다 a를 출력합니다.",
              },
              source: sources(paper("§2.1"), cited("Glorot and Bengio, 2010")),
            }),
            fan: field(z.enum(["channels", "receptive"]).default("channels"), {
              title: { en: "Fan", ko: "팬 계산 방식" },
              text: {
                en: "What d_in and d_out count. `channels`: the channels of input and output, as the paper writes it; the kernel's area is left out, so a 3×3 convolution starts with weights three times as large. `receptive`: channels times the kernel's area, as MXNet, Keras and PyTorch do.",
                ko: "d_in과 d_out으로 무엇을 셀지 정합니다. `channels`: 논문에 적힌 대로 입력과 출력의 채널 수를 셉니다. 커널 넓이를 빼므로 3×3 합성곱의 가중치는 세 배 큰 값에서 시작합니다. `receptive`: MXNet, Keras, PyTorch처럼 채널 수에 커널 넓이를 곱합니다.",
              },
              source: sources(paper("§2.1"), {
                en: "`receptive` from Glorot and Bengio, 2010",
                ko: "`receptive`는 Glorot and Bengio, 2010",
              }),
            }),
          })
          .prefault({}),
        {
          title: { en: "Initialisation", ko: "초기화" },
          text: {
            en: "How the weights are drawn before the first step.",
            ko: "첫 스텝 전에 가중치를 뽑는 방법입니다.",
          },
          source: paper("§2.1"),
        },
      ),
      pretrained: field(z.union([z.string().min(1), z.null()]).default(null), {
        title: { en: "Pretrained weights", ko: "사전 학습 가중치" },
        text: {
          en: "A safetensors file with torchvision's names and shapes to start from, absolute or relative to the file that it is written in. A classifier with another number of classes is drawn anew. `null`: train from scratch.",
          ko: "학습을 시작할 가중치가 담긴 safetensors 파일입니다. 이름과 형상은 torchvision을 따르고, 절대 경로 또는 이 값을 적은 파일을 기준으로 한 상대 경로로 씁니다. 클래스 수가 다른 분류기는 새로 초기화합니다. `null`이면 처음부터 학습합니다.",
        },
        source: ours,
      }),
    })
    .prefault({}),
  {
    title: { en: "Model", ko: "모델" },
    text: { en: "The network and how its weights start.", ko: "네트워크와 가중치의 초기 상태입니다." },
    source: paper("§2", "§4"),
  },
);
