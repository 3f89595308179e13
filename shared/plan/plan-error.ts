export type PlanErrorCode =
  | "no-training-images"
  | "too-few-classes"
  | "batch-larger-than-data"
  | "input-size-undetermined";

/**
 * A recipe and a data set that are each fine and do not go together. The message says what was expected, what came and
 * what to do; `path` is the field of the recipe to look at.
 */
export class PlanError extends Error {
  readonly code: PlanErrorCode;
  readonly path: string[];

  private constructor(code: PlanErrorCode, path: string[], message: string) {
    super(message);
    this.name = "PlanError";
    this.code = code;
    this.path = path;
  }

  static noTrainingImages(): PlanError {
    return new PlanError(
      "no-training-images",
      ["data", "train"],
      "Expected at least one training image, found none. Check `data.train`, `data.format` and `data.validationFraction`.",
    );
  }

  static tooFewClasses(count: number): PlanError {
    return new PlanError(
      "too-few-classes",
      ["data", "train"],
      `Expected at least 2 classes to tell apart, found ${count}. Check \`data.train\`: in an image folder every class is a folder of its own.`,
    );
  }

  /** `epoch` is 0-based. */
  static batchLargerThanData(batchSize: number, trainImages: number, epoch: number): PlanError {
    const when = epoch === 0 ? "" : ` from epoch ${epoch} on`;
    return new PlanError(
      "batch-larger-than-data",
      ["training", "batchSize"],
      `The batch size is ${batchSize}${when}, and there are only ${trainImages} training images, so that no batch would be full. Make \`training.batchSize\` smaller, or set \`training.lastBatch\` to "keep" to train on what there is.`,
    );
  }

  static inputSizeUndetermined(): PlanError {
    return new PlanError(
      "input-size-undetermined",
      ["augmentation", "train"],
      'Expected `augmentation.train` to bring every image to one size, so that images make a batch; no operation in it does. Add one before `normalize`, such as {"op": "randomResizedCrop", "size": 224}.',
    );
  }
}
