import { z } from "zod";
import { field } from "../field.ts";
import { ours } from "../sources.ts";

export const dataFormats = ["imagefolder", "idx", "cifar", "packed"] as const;
export type DataFormat = (typeof dataFormats)[number];

const path = z.string().min(1);

export const dataSchema = field(
  z
    .strictObject({
      format: field(z.enum(dataFormats).default("imagefolder"), {
        title: { en: "Data format", ko: "데이터 형식" },
        text: {
          en: "How the images lie on disk. `imagefolder`: one folder a class, JPEG, PNG or WebP inside, as torchvision reads it. `idx`: the MNIST files, also gzipped. `cifar`: the binary files of CIFAR-10 or CIFAR-100. `packed`: a folder that `dataset pack` has made, quick to read.",
          ko: "이미지가 디스크에 저장된 방식입니다. `imagefolder`: 클래스마다 폴더가 하나씩 있고 그 안에 JPEG, PNG, WebP 파일이 있는 형식으로, torchvision과 똑같이 읽습니다. `idx`: MNIST 파일(gzip 압축 포함). `cifar`: CIFAR-10 또는 CIFAR-100의 바이너리 파일. `packed`: `dataset pack` 명령으로 만든, 빠르게 읽을 수 있는 폴더.",
        },
        source: ours,
      }),
      train: field(z.union([path, z.null()]).default(null), {
        title: { en: "Training images", ko: "학습 이미지" },
        text: {
          en: "Folder of the training images, absolute or relative to the file that it is written in; on a runner, relative to one of its data roots.",
          ko: "학습 이미지가 있는 폴더입니다. 절대 경로 또는 이 값을 적은 파일을 기준으로 한 상대 경로로 쓰고, 러너에서는 러너의 데이터 루트 중 하나를 기준으로 합니다.",
        },
        source: ours,
      }),
      validation: field(z.union([path, z.null()]).default(null), {
        title: { en: "Validation images", ko: "검증 이미지" },
        text: {
          en: "Folder of the validation images. `null`: where the format brings its own test files (`idx`, `cifar`) these are used, otherwise `validationFraction` of the training images is held out.",
          ko: "검증 이미지가 있는 폴더입니다. `null`이면 테스트 파일이 딸린 형식(`idx`, `cifar`)에서는 그 파일을 쓰고, 그 밖의 형식에서는 학습 이미지 중 `validationFraction` 비율만큼을 떼어 둡니다.",
        },
        source: ours,
      }),
      validationFraction: field(z.number().gt(0).lt(1).default(0.1), {
        title: { en: "Held-out fraction", ko: "검증용 비율" },
        text: {
          en: "Share of every class that is held out for validation where there is no validation set.",
          ko: "검증 데이터가 따로 없을 때 클래스마다 검증용으로 떼어 두는 비율입니다.",
        },
        source: ours,
      }),
      splitSeed: field(z.int().min(0).max(4294967295).default(0), {
        title: { en: "Seed of the split", ko: "분할 시드" },
        text: {
          en: "Decides which images are held out where there is no validation set. It is apart from `training.seed`, so that runs with different seeds are validated on the same images.",
          ko: "검증 데이터가 따로 없을 때 어떤 이미지를 떼어 둘지 정합니다. `training.seed` 값과 별개이므로, 시드가 다른 실행들도 같은 이미지로 검증합니다.",
        },
        source: ours,
      }),
      limit: field(z.union([z.int().min(1), z.null()]).default(null), {
        title: { en: "Limit per class", ko: "클래스당 제한" },
        text: {
          en: "At most so many training images of each class, for a small trial. `null`: all of them.",
          ko: "작은 시험을 위해 클래스마다 쓸 학습 이미지의 최대 개수입니다. `null`이면 모두 씁니다.",
        },
        source: ours,
        unit: { en: "images per class", ko: "클래스당 이미지 수" },
      }),
      background: field(
        z
          .tuple([z.number().min(0).max(255), z.number().min(0).max(255), z.number().min(0).max(255)])
          .default([0, 0, 0]),
        {
          title: { en: "Background", ko: "배경색" },
          text: {
            en: "Red, green and blue of the colour on which transparent images are laid. Black by default; dropping the transparency instead would show colours that nobody sees.",
            ko: "투명한 이미지 아래에 깔 색의 빨강, 초록, 파랑 값입니다. 기본값은 검은색입니다. 투명도를 그냥 버리면 원래 보이지 않던 색이 드러납니다.",
          },
          source: ours,
          unit: { en: "grey levels, 0 to 255", ko: "픽셀 값, 0~255" },
        },
      ),
      decoder: field(z.enum(["fast", "exact"]).default("fast"), {
        title: { en: "JPEG decoder", ko: "JPEG 디코더" },
        text: {
          en: "Ordinary JPEGs (sequential, 8 bits, one scan) are decoded exactly by both, and only as far as a crop needs them. Of others, `fast` decodes with libjpeg-turbo's fast DCT what that can, about three times as quickly; its pixels differ from the exact ones by about 1.1 grey levels on average, far less than every augmentation changes. `exact` gives the pixels that Pillow and torchvision see. Other formats have one decoder, which is exact.",
          ko: "일반적인 JPEG(순차, 8비트, 스캔 하나)는 두 값 모두 정확하게, 잘라 낼 부분에 필요한 만큼만 디코딩합니다. 그 밖의 JPEG는 `fast`가 libjpeg-turbo의 빠른 DCT로 약 세 배 빠르게 디코딩합니다. 픽셀 값이 정확한 디코딩과 평균 약 1.1 차이 나지만, 어떤 데이터 증강이 일으키는 변화보다도 훨씬 작습니다. `exact`: Pillow와 torchvision이 보는 픽셀을 그대로 냅니다. 다른 형식에는 정확한 디코더 하나만 있습니다.",
        },
        source: ours,
      }),
      maxPixels: field(z.int().min(1).default(50_000_000), {
        title: { en: "Pixel limit", ko: "픽셀 수 제한" },
        text: {
          en: "An image with more pixels is refused before it is decoded: a file of a few kilobytes can claim hundreds of megapixels.",
          ko: "픽셀이 이보다 많은 이미지는 디코딩하기 전에 거부합니다. 몇 킬로바이트짜리 파일도 수억 픽셀이라고 주장할 수 있기 때문입니다.",
        },
        source: ours,
        unit: { en: "pixels", ko: "픽셀" },
      }),
      maxBrokenFraction: field(z.number().min(0).max(1).default(0.05), {
        title: { en: "Broken images allowed", ko: "손상된 이미지 허용 비율" },
        text: {
          en: "Images that cannot be read are skipped and named in the journal. When more than this share of the data set is broken, the run stops with the list. 0 stops at the first.",
          ko: "읽을 수 없는 이미지는 건너뛰고 저널에 기록합니다. 데이터셋에서 손상된 이미지의 비율이 이 값을 넘으면 목록을 남기고 실행을 멈춥니다. 0이면 첫 손상 이미지에서 멈춥니다.",
        },
        source: ours,
      }),
      workers: field(z.union([z.literal("auto"), z.int().min(1).max(256)]).default("auto"), {
        title: { en: "Augmentation workers", ko: "데이터 증강 워커" },
        text: {
          en: "Threads that decode and augment ahead of the training step. The same seed gives the same batches whatever their number. `auto`: one per processor core, at most 8.",
          ko: "학습 스텝보다 앞서 디코딩과 데이터 증강을 하는 스레드의 수입니다. 시드가 같으면 워커 수와 관계없이 같은 배치가 나옵니다. `auto`: 프로세서 코어마다 하나씩, 최대 8개.",
        },
        source: ours,
        unit: { en: "threads", ko: "스레드" },
      }),
    })
    .prefault({}),
  {
    title: { en: "Data", ko: "데이터" },
    text: { en: "Which images to train and validate on.", ko: "학습과 검증에 쓸 이미지입니다." },
    source: ours,
  },
);
