import { z } from "zod";
import { pictureSchema } from "./picture.ts";

/**
 * One validation of a run in detail, as the run's process wrote it: `evaluations/<step>.json` in its folder. Bounded for any
 * number of classes: the whole matrix up to 100 of them, 200 confused pairs, 24 images.
 */
export const evaluationLimits = { matrixClasses: 100, pairs: 200, worst: 24, side: 96 } as const;

const label = z.int().min(0);
const share = z.number().min(0).max(1);

export const evaluationSchema = z.object({
  /** Steps that were done. */
  step: z.int().min(0),
  /** Of the last of them, 0-based. */
  epoch: z.int().min(0),
  /** Milliseconds since 1970. */
  time: z.number(),
  images: z.int().min(0),
  loss: z.number(),
  top1: share,
  top5: share,
  /** Names; a label is a position in this list. */
  classes: z.array(z.string()),
  /** One for each class, in order; shares are null where the class has no image. */
  perClass: z.array(z.object({ images: z.int().min(0), top1: share.nullable(), top5: share.nullable() })),
  /** Images by [true class][predicted class]; null for more than 100 classes. */
  confusion: z.array(z.array(z.int().min(0))).nullable(),
  /** Which class was taken for which, most images first. */
  confused: z.array(z.object({ label, prediction: label, images: z.int().min(1) })),
  /** The misclassified images with the highest loss, highest first. */
  worst: z.array(
    z.object({
      /** Position in the validation set. */
      index: z.int().min(0),
      name: z.string(),
      label,
      prediction: label,
      /** What the network gave to its prediction, and to the true class. */
      probability: share,
      trueProbability: share,
      loss: z.number(),
      /** Null where the image could not be read again. */
      picture: pictureSchema.nullable(),
    }),
  ),
});
export type EvaluationDetail = z.output<typeof evaluationSchema>;

/** An evaluation that can be had. */
export const evaluationEntrySchema = z.object({ step: z.int().min(0), epoch: z.int().min(0), top1: share });
