import { z } from "zod";
import { languages } from "../language.ts";
import { previewLimits, previewResult } from "../protocol/preview.ts";

/** What the page that previews augmentations and the extension say to each other. Both sides check every message. */

const uint32 = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** What a person plays with. */
export const previewChoiceSchema = z.strictObject({
  split: z.enum(["train", "validation"]),
  count: z.int().min(1).max(previewLimits.count),
  /** Null: the recipe's own. */
  seed: uint32.nullable(),
  epoch: uint32,
  /** Positions of the images in the data set; null: the first that the epoch trains on. */
  indices: z.array(uint32).min(1).max(previewLimits.count).nullable(),
});
export type PreviewChoice = z.output<typeof previewChoiceSchema>;

/** What can be done where nothing can be shown. */
export const previewActions = ["startRunner", "selectRunner", "showProblems", "trust", "retry"] as const;

export const previewToPageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("init"),
    language: z.enum(languages),
    uri: z.string().max(10_000),
    name: z.string().max(1000),
  }),
  z.strictObject({ type: z.literal("loading"), runner: z.string().max(200) }),
  z.strictObject({
    type: z.literal("samples"),
    runner: z.string().max(200),
    choice: previewChoiceSchema,
    result: previewResult,
  }),
  /** Nothing can be shown: why, and what can be done about it. */
  z.strictObject({
    type: z.literal("failed"),
    message: z.string().max(20_000),
    action: z.enum(previewActions),
  }),
]);
export type PreviewToPage = z.output<typeof previewToPageSchema>;

export const previewToHostSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready"), choice: previewChoiceSchema }),
  z.strictObject({ type: z.literal("choose"), choice: previewChoiceSchema }),
  z.strictObject({ type: z.literal("act"), action: z.enum(previewActions) }),
  /** Shows an operation in the recipe. */
  z.strictObject({ type: z.literal("reveal"), path: z.array(z.union([z.string().max(200), z.number()])).max(64) }),
]);
export type PreviewToHost = z.output<typeof previewToHostSchema>;
