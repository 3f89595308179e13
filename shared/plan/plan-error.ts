import { type Text, verbatim } from "../language.ts";

export type PlanErrorCode =
  | "no-training-images"
  | "too-few-classes"
  | "batch-larger-than-data"
  | "input-size-undetermined";

/**
 * A recipe and a data set that are each fine and do not go together. The message says what was expected, what came and
 * what to do, and `text` says it in every language; `path` is the field of the recipe to look at.
 */
export class PlanError extends Error {
  readonly code: PlanErrorCode;
  readonly path: string[];
  readonly text: Text;

  private constructor(code: PlanErrorCode, path: string[], text: Text) {
    super(text.en);
    this.name = "PlanError";
    this.code = code;
    this.path = path;
    this.text = text;
  }

  static noTrainingImages(): PlanError {
    return new PlanError("no-training-images", ["data", "train"], {
      en: "Expected at least one training image, found none. Check `data.train`, `data.format` and `data.validationFraction`.",
      ko: "학습 이미지가 한 장 이상 필요한데 하나도 찾지 못했습니다. `data.train`, `data.format`, `data.validationFraction` 값을 확인하세요.",
    });
  }

  static tooFewClasses(count: number): PlanError {
    return new PlanError("too-few-classes", ["data", "train"], {
      en: `Expected at least 2 classes to tell apart, found ${count}. Check \`data.train\`: in an image folder every class is a folder of its own.`,
      ko: `구분할 클래스가 2개 이상 필요한데 ${count}개를 찾았습니다. \`data.train\` 값을 확인하세요. 이미지 폴더에서는 클래스마다 폴더가 하나씩 있어야 합니다.`,
    });
  }

  /** `epoch` is 0-based. */
  static batchLargerThanData(batchSize: number, trainImages: number, epoch: number): PlanError {
    const when = epoch === 0 ? verbatim("") : { en: ` from epoch ${epoch} on`, ko: `${epoch} 에폭부터 ` };
    return new PlanError("batch-larger-than-data", ["training", "batchSize"], {
      en: `The batch size is ${batchSize}${when.en}, and there are only ${trainImages} training images, so that no batch would be full. Make \`training.batchSize\` smaller, or set \`training.lastBatch\` to "keep" to train on what there is.`,
      ko: `${when.ko}배치 크기는 ${batchSize}인데 학습 이미지가 ${trainImages}장뿐이라 가득 찬 배치를 만들 수 없습니다. \`training.batchSize\` 값을 줄이거나, 있는 이미지로 학습하도록 \`training.lastBatch\` 값을 "keep"으로 바꾸세요.`,
    });
  }

  static inputSizeUndetermined(): PlanError {
    return new PlanError("input-size-undetermined", ["augmentation", "train"], {
      en: 'Expected `augmentation.train` to bring every image to one size, so that images make a batch; no operation in it does. Add one before `normalize`, such as {"op": "randomResizedCrop", "size": 224}.',
      ko: '이미지로 배치를 만들려면 `augmentation.train` 파이프라인이 모든 이미지를 같은 크기로 맞춰야 하는데, 그런 연산이 없습니다. `normalize` 앞에 추가하세요. 예: {"op": "randomResizedCrop", "size": 224}.',
    });
  }
}
