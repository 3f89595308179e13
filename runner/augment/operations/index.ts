import type { OperationName } from "../../../shared/augmentations/index.ts";
import type { Operation } from "../operation.ts";
import { centerCrop } from "./center-crop.ts";
import { colorScale } from "./color-scale.ts";
import { cutout } from "./cutout.ts";
import { horizontalFlip } from "./horizontal-flip.ts";
import { normalize } from "./normalize.ts";
import { pcaNoise } from "./pca-noise.ts";
import { randomCrop } from "./random-crop.ts";
import { randomResizedCrop } from "./random-resized-crop.ts";
import { resize } from "./resize.ts";
import { resizeShorterEdge } from "./resize-shorter-edge.ts";

/** The function of every operation that a recipe can name: one that has options and no function does not compile. */
export const operations = {
  randomResizedCrop,
  randomCrop,
  horizontalFlip,
  colorScale,
  pcaNoise,
  cutout,
  resize,
  resizeShorterEdge,
  centerCrop,
  normalize,
} satisfies { [Name in OperationName]: Operation<Name, unknown> };

/** What an operation draws. */
export type DrawnOf<Name extends OperationName> = ReturnType<(typeof operations)[Name]["draw"]>;
