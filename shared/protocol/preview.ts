import { z } from "zod";
import { pictureSchema } from "./picture.ts";
import { problemLanguage, problemSchema } from "./problem.ts";

/** What a recipe makes of its own images, on the runner that has them. */

const uint32 = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

export const previewLimits = { count: 64, side: 512, answerBytes: 8 << 20 } as const;

export const previewParams = z.strictObject({
  /** As in `submit`: `extends` and relative bases resolved by the client. */
  recipe: z.unknown(),
  split: z.enum(["train", "validation"]).default("train"),
  /** How many images, where `indices` does not name them: the first that the epoch trains on, in its shuffled order. */
  count: z.int().min(1).max(previewLimits.count).default(16),
  /** Left out: the recipe's `training.seed`. */
  seed: uint32.optional(),
  /** Whose random numbers are drawn; 0-based. */
  epoch: uint32.default(0),
  /** Positions in the data set. One that comes again is drawn as in the next epoch. */
  indices: z.array(uint32).min(1).max(previewLimits.count).optional(),
  /** Whether the picture after each operation is wanted, and not the drawn numbers alone. */
  steps: z.boolean().default(false),
  /** The longer side of a picture at the most, in pixels. */
  side: z.int().min(16).max(previewLimits.side).default(160),
  language: problemLanguage,
});

const size = z.object({ width: z.int().min(1), height: z.int().min(1) });

const stepSchema = z.object({
  op: z.string(),
  /** All options of the operation, defaults included. */
  options: z.record(z.string(), z.unknown()),
  /** The numbers drawn: crop box, flip, coefficients. As `recipe-lab preview --explain` prints them. */
  drawn: z.unknown(),
  /** Pixels that come in and go out. */
  input: size,
  output: size,
  /** The image after the operation, normalisations undone; null where `steps` is false. */
  picture: pictureSchema.nullable(),
});
export type PreviewStep = z.output<typeof stepSchema>;

const sampleSchema = z.object({
  /** Position in the data set. */
  index: z.int().min(0),
  epoch: z.int().min(0),
  /** What a person calls the image: its path in the data set. */
  name: z.string(),
  class: z.string(),
  /** Of the image as decoded. */
  size,
  original: pictureSchema,
  /** After all operations, normalisations undone. */
  result: pictureSchema,
  /** One for each operation, in order. */
  steps: z.array(stepSchema),
});
export type PreviewSample = z.output<typeof sampleSchema>;

export const previewResult = z.object({
  /** Of the recipe or its data; with an error among them there are no samples. */
  problems: z.array(problemSchema),
  /** Images that the split has, 0 where it cannot be opened. */
  images: z.int().min(0),
  /** The seed that was taken. */
  seed: uint32,
  samples: z.array(sampleSchema),
  /** Images that cannot be used. */
  broken: z.array(z.object({ index: z.int().min(0), name: z.string(), reason: z.string() })),
  /** Samples that were left out because the answer would exceed 8 MiB. */
  leftOut: z.int().min(0),
});
export type PreviewResult = z.output<typeof previewResult>;
