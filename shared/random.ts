/**
 * Counter-based random numbers (Philox 4x32-10, Salmon et al., 2011). A stream is a pure function of its key: the same
 * (seed, purpose, epoch, index, operation) gives the same numbers on any machine, in any order, on any number of
 * workers, and after a resume. Nothing here keeps state between streams.
 */

/** What a stream is for. Two purposes never share numbers. Append at the end: the position is part of the key. */
export const purposes = ["initialisation", "shuffle", "augmentation", "mixup", "split"] as const;
export type Purpose = (typeof purposes)[number];

export interface StreamKey {
  /** The recipe's `training.seed` (or `data.splitSeed`), 32 bits. */
  seed: number;
  purpose: Purpose;
  /** Epoch, 0-based; or a hash of a name where there is no epoch. 32 bits. */
  epoch?: number;
  /** Index of the image in the data set. 32 bits. */
  index?: number;
  /** Position of the operation in the pipeline, 0-based; below 4096. */
  operation?: number;
}

export interface RandomStream {
  /** Uniform in [0, 1), with 32 random bits. */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer in [0, count). */
  integer(count: number): number;
  /** Normal with mean 0 and deviation 1 (Box–Muller). */
  normal(): number;
}
