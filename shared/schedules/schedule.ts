/**
 * A decay is a pure function from the progress after warm-up to a factor of the peak rate. Steps are 1-based: step i is
 * the i-th batch of the training. Warm-up (learning-rate.ts) covers steps 1…m; a decay is asked only for the steps after.
 */
export interface DecayPosition {
  /** Steps since warm-up ended, 0-based: 0 is the first step after it. */
  stepAfterWarmup: number;
  /** Steps of the training after warm-up. */
  stepsAfterWarmup: number;
  /** Epochs completed before this step since the training began, with the share of the current one: 30.5 is half-way. */
  epochsCompleted: number;
}

/** Returns the factor of the peak rate, in [0, 1]. */
export type DecayFunction<Options> = (options: Options, position: DecayPosition) => number;
