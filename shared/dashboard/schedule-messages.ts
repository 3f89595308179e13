import { z } from "zod";
import { languages } from "../language.ts";

/** What the page that plots a recipe's schedule and the extension say to each other. Both sides check every message. */

const finite = z.number();
export const mostPoints = 4000;
const series = z.array(finite).max(mostPoints);
const path = z.array(z.union([z.string().max(200), z.number()])).max(64);

export const scheduleCurveSchema = z.strictObject({
  /** The recipe's name. */
  name: z.string().max(1000),
  steps: series,
  epochs: series,
  learningRates: series,
  batchSizes: series,
  totalSteps: z.int(),
  totalEpochs: z.int(),
  /** Beyond `totalSteps` where warm-up is longer than the training. */
  warmupSteps: z.int(),
  warmupEpochs: finite,
  peakLearningRate: finite,
});
export type ShownSchedule = z.output<typeof scheduleCurveSchema>;

export const scheduleToPageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("schedule"),
    language: z.enum(languages),
    /** The recipe, for the page to remember and the editor to find again. */
    uri: z.string().max(10_000),
    /** As last valid; null while it never was. */
    recipe: scheduleCurveSchema.nullable(),
    overlay: scheduleCurveSchema.nullable(),
    /** Why what is drawn is not what the text says now; null where it is. */
    problem: z.string().max(20_000).nullable(),
    /** Training images, and how they are known. */
    images: z.strictObject({ count: z.int().min(1), from: z.enum(["known", "assumed"]) }),
  }),
]);
export type ScheduleToPage = z.output<typeof scheduleToPageSchema>;

export const scheduleToHostSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  /** The person knows how many training images there are. */
  z.strictObject({ type: z.literal("images"), count: z.int().min(1).max(1_000_000_000) }),
  /** Asks for a second recipe to lay over, or none. */
  z.strictObject({ type: z.literal("overlay"), pick: z.boolean() }),
  /** Shows the field in the recipe. */
  z.strictObject({ type: z.literal("reveal"), path }),
  /** Asks for a place and writes a file there; `content` is base64. */
  z.strictObject({
    type: z.literal("save"),
    fileName: z.string().min(1).max(200),
    content: z.string().max(64 << 20),
  }),
]);
export type ScheduleToHost = z.output<typeof scheduleToHostSchema>;
