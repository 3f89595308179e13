import { z } from "zod";
import { refusal } from "../recipe/refusal.ts";

/** Channel triple, red, green, blue. */
export const rgb = z.tuple([z.number(), z.number(), z.number()]);

/** What is said of a range [low, high] with low > high. */
export const rangeReversed = refusal({
  en: "the first number of a range must not be above the second",
  ko: "범위의 첫째 수는 둘째 수보다 클 수 없습니다.",
});

/** A range [low, high] with low ≤ high, both above 0. */
export const positiveRange = z
  .tuple([z.number().gt(0), z.number().gt(0)])
  .refine(([low, high]) => low <= high, rangeReversed);

/** Side of a square, or width and height, in pixels. */
export const size = z.int().min(1).max(4096);
