import { z } from "zod";

/** Channel triple, red, green, blue. */
export const rgb = z.tuple([z.number(), z.number(), z.number()]);

/** A range [low, high] with low ≤ high, both above 0. */
export const positiveRange = z
  .tuple([z.number().gt(0), z.number().gt(0)])
  .refine(([low, high]) => low <= high, { error: "the first number of a range must not be above the second" });

/** Side of a square, or width and height, in pixels. */
export const size = z.int().min(1).max(4096);
