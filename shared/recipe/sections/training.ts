import { z } from "zod";
import { field } from "../field.ts";
import { cited, ours, paper, sources } from "../sources.ts";

const images = z.int().min(1).max(1_048_576);

export const precisions = ["float32"] as const;

export const trainingSchema = field(
  z
    .strictObject({
      epochs: field(z.int().min(1).max(100_000).default(120), {
        title: { en: "Epochs", ko: "에폭" },
        text: {
          en: "How often every training image is seen. The paper: 120, and 200 with mixup.",
          ko: "모든 학습 이미지를 보는 횟수입니다. 논문: 120, 믹스업을 쓸 때는 200.",
        },
        source: paper("§2.1"),
        unit: { en: "epochs", ko: "에폭" },
      }),
      batchSize: field(
        z
          .union([
            images,
            z.strictObject({
              initial: field(images, {
                title: { en: "Initial batch size", ko: "초기 배치 크기" },
                text: {
                  en: "The batch size of the first epochs. Linear scaling refers to it.",
                  ko: "처음 에폭들의 배치 크기입니다. 선형 스케일링은 이 값을 기준으로 합니다.",
                },
                source: cited("Smith et al., 2018"),
                unit: { en: "images", ko: "이미지" },
              }),
              epochs: field(z.array(z.int().min(1).max(100_000)).min(1).max(1000), {
                title: { en: "Growth epochs", ko: "증가 에폭" },
                text: { en: "After so many epochs the batch grows.", ko: "이만큼의 에폭이 끝나면 배치가 커집니다." },
                source: cited("Smith et al., 2018"),
                unit: { en: "epochs", ko: "에폭" },
              }),
              factor: field(z.int().min(2).max(64).default(10), {
                title: { en: "Growth factor", ko: "증가 배율" },
                text: {
                  en: "The batch size is multiplied by this at each of the growth epochs.",
                  ko: "증가 에폭마다 배치 크기에 곱하는 값입니다.",
                },
                source: cited("Smith et al., 2018"),
              }),
            }),
          ])
          .default(256),
        {
          title: { en: "Batch size", ko: "배치 크기" },
          text: {
            en: "Images in a step, over all devices together. A larger batch uses the processor better and has a less noisy gradient: see `learningRate.linearScaling`. An object makes the batch grow during training, which lowers the gradient's noise as a decay of the rate would.",
            ko: "한 스텝에서 모든 장치가 함께 처리하는 이미지 수입니다. 배치가 크면 프로세서를 더 잘 활용하고 그래디언트의 노이즈가 줄어듭니다. `learningRate.linearScaling` 항목을 참고하세요. 객체를 쓰면 학습 중에 배치가 커지며, 이는 학습률 감쇠처럼 그래디언트의 노이즈를 줄입니다.",
          },
          source: paper("§2.1", "§3.1"),
          unit: { en: "images", ko: "이미지" },
        },
      ),
      lastBatch: field(z.enum(["drop", "keep"]).default("drop"), {
        title: { en: "Last batch", ko: "마지막 배치" },
        text: {
          en: "What happens to the images that do not fill the last batch of an epoch. `drop` leaves them out of this epoch (the shuffle gives others their turn in the next), so that batch norm always sees a full batch; `keep` trains on a smaller one.",
          ko: "에폭의 마지막 배치를 채우지 못하는 이미지를 어떻게 다룰지 정합니다. `drop`: 이번 에폭에서 제외하여 배치 정규화가 항상 가득 찬 배치를 보게 합니다(다음 에폭에서는 셔플에 따라 다른 이미지가 제외됩니다). `keep`: 더 작은 배치로 학습합니다.",
        },
        source: ours,
      }),
      devices: field(z.union([z.literal("all"), z.int().min(1).max(1024)]).default("all"), {
        title: { en: "Devices", ko: "장치" },
        text: {
          en: 'How many devices share a batch. On the embedded `wasm` backend a device is a thread, and `"all"` takes one for each processor core, but leaves each at least 16 images of a batch; other backends have one device so far. Batch norm sees the images of its own device, as in the paper, so the number is part of the run\'s record, and a resumed run keeps it.',
          ko: '배치 하나를 나누어 처리할 장치의 수입니다. 내장 `wasm` 백엔드에서는 스레드가 장치이고, `"all"`은 프로세서 코어마다 하나씩 쓰되 장치마다 배치의 이미지가 16장 이상 돌아가게 합니다. 다른 백엔드에는 아직 장치가 하나뿐입니다. 논문처럼 배치 정규화가 자기 장치의 이미지만 보므로, 이 수는 실행 기록에 남고 재개한 실행에서도 유지됩니다.',
        },
        source: sources(paper("§2.1"), { en: "Wu & He, 2018, for the 16 images", ko: "이미지 16장은 Wu & He, 2018" }),
      }),
      precision: field(z.enum(precisions).default("float32"), {
        title: { en: "Precision", ko: "정밀도" },
        text: {
          en: "Arithmetic of the forward and backward pass. `float32`, 32-bit floating point, is the only one so far.",
          ko: "순전파와 역전파의 연산 정밀도입니다. 아직은 32비트 부동소수점인 `float32`만 쓸 수 있습니다.",
        },
        source: paper("§3.2"),
      }),
      deterministic: field(z.boolean().default(false), {
        title: { en: "Deterministic", ko: "결정적 연산" },
        text: {
          en: 'Use only instructions that round alike on every processor, so that the same recipe gives the same bits on another machine. On the `wasm` backend this costs about a quarter of the speed. On one machine a run repeats bit for bit anyway. Give `devices` as a number as well: `"all"` is another number on a machine with more cores.',
          ko: '모든 프로세서에서 똑같이 반올림하는 명령만 써서, 같은 레시피가 다른 컴퓨터에서도 비트까지 같은 결과를 내게 합니다. `wasm` 백엔드에서는 속도가 약 4분의 1 줄어듭니다. 같은 컴퓨터에서는 이 설정과 관계없이 실행 결과가 비트까지 같습니다. `devices` 값도 숫자로 지정하세요. `"all"`은 코어 수가 다른 컴퓨터에서 다른 수가 됩니다.',
        },
        source: ours,
      }),
      seed: field(z.int().min(0).max(4294967295).default(0), {
        title: { en: "Seed", ko: "시드" },
        text: {
          en: "Every random number of the run follows from it: weights, shuffles, augmentations. Run several seeds to see which differences are chance.",
          ko: "가중치, 셔플, 데이터 증강 등 실행에 쓰이는 모든 난수가 이 값에서 정해집니다. 시드를 바꿔 여러 번 실행하면 어떤 차이가 우연인지 알 수 있습니다.",
        },
        source: ours,
      }),
      checkpoint: field(
        z
          .strictObject({
            everyEpochs: field(z.union([z.number().gt(0), z.null()]).default(1), {
              title: { en: "Every so many epochs", ko: "에폭 간격" },
              text: {
                en: "Save after every so many epochs; fractions are allowed. `null` switches it off. A checkpoint is always written at the end.",
                ko: "이만큼의 에폭마다 저장합니다. 소수도 쓸 수 있습니다. `null`이면 쓰지 않습니다. 학습이 끝나면 체크포인트를 항상 저장합니다.",
              },
              source: ours,
              unit: { en: "epochs", ko: "에폭" },
            }),
            everySteps: field(z.union([z.int().min(1), z.null()]).default(null), {
              title: { en: "Every so many steps", ko: "스텝 간격" },
              text: {
                en: "Save after every so many steps. `null` switches it off.",
                ko: "이만큼의 스텝마다 저장합니다. `null`이면 쓰지 않습니다.",
              },
              source: ours,
              unit: { en: "steps", ko: "스텝" },
            }),
            everyMinutes: field(z.union([z.number().gt(0), z.null()]).default(null), {
              title: { en: "Every so many minutes", ko: "시간 간격" },
              text: {
                en: "Save after so many minutes, at the end of the step. `null` switches it off.",
                ko: "이만큼의 시간이 지나면 진행 중인 스텝이 끝날 때 저장합니다. `null`이면 쓰지 않습니다.",
              },
              source: ours,
              unit: { en: "minutes", ko: "분" },
            }),
            keep: field(z.int().min(1).max(10_000).default(2), {
              title: { en: "Checkpoints kept", ko: "보관할 체크포인트 수" },
              text: {
                en: "How many of the latest checkpoints stay on disk. At least two protect against a damaged file. The best one by validation top-1 stays as well.",
                ko: "디스크에 남겨 둘 최근 체크포인트의 수입니다. 두 개 이상이면 파일 하나가 손상되어도 안전합니다. 검증 top-1이 가장 높은 체크포인트도 함께 남습니다.",
              },
              source: ours,
            }),
          })
          .prefault({}),
        {
          title: { en: "Checkpoints", ko: "체크포인트" },
          text: {
            en: "When the run is saved so that it can go on.",
            ko: "실행을 이어 갈 수 있도록 저장하는 시점입니다.",
          },
          source: ours,
        },
      ),
    })
    .prefault({}),
  {
    title: { en: "Training", ko: "학습" },
    text: { en: "How long, in what batches, on what.", ko: "학습의 길이, 배치, 장치를 정합니다." },
    source: paper("§2.1"),
  },
);
