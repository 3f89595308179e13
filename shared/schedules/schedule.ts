/**
 * A decay is a pure function from the progress after warm-up to a factor of the peak rate. Steps are 1-based: step i is
 * the i-th batch of the training. Warm-up (warmup.ts) covers steps 1…m; a decay is asked only for the steps after them.
 */
export interface DecayPosition {
  /** Steps since warm-up ended, 0-based: 0 is the first step after it. */
  stepAfterWarmup: number;
  /** Steps of the training after warm-up. */
  stepsAfterWarmup: number;
  /** Whole epochs that were completed before this step (0 during the first). */
  epochsCompleted: number;
}

/** Returns the factor of the peak rate, in [0, 1]. */
export type DecayFunction<Options> = (options: Options, position: DecayPosition) => number;
