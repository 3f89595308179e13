import { z } from "zod";
import { centerCropSchema } from "./center-crop.ts";
import { colorScaleSchema } from "./color-scale.ts";
import { cutoutSchema } from "./cutout.ts";
import { horizontalFlipSchema } from "./horizontal-flip.ts";
import { normalizeSchema } from "./normalize.ts";
import { pcaNoiseSchema } from "./pca-noise.ts";
import { randomCropSchema } from "./random-crop.ts";
import { randomResizedCropSchema } from "./random-resized-crop.ts";
import { resizeSchema } from "./resize.ts";
import { resizeShorterEdgeSchema } from "./resize-shorter-edge.ts";

/** Operations that draw random numbers: for training only. */
const randomOperations = [
  randomResizedCropSchema,
  randomCropSchema,
  horizontalFlipSchema,
  colorScaleSchema,
  pcaNoiseSchema,
  cutoutSchema,
] as const;

/** Operations without a random number: for training and validation. */
const deterministicOperations = [resizeSchema, resizeShorterEdgeSchema, centerCropSchema, normalizeSchema] as const;

export const operationSchema = z.discriminatedUnion("op", [...randomOperations, ...deterministicOperations]);
export const deterministicOperationSchema = z.discriminatedUnion("op", [...deterministicOperations]);

/** One step of a pipeline with its options, defaults written out. */
export type OperationOptions = z.output<typeof operationSchema>;
export type OperationName = OperationOptions["op"];
export type OptionsOf<Name extends OperationName> = Extract<OperationOptions, { op: Name }>;
