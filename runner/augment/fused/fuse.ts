import type { OperationName } from "../../../shared/augmentations/index.ts";
import type { Box, Size } from "../operation.ts";
import { centredStart } from "../operations/center-crop.ts";
import { colorMatrix } from "../operations/color-scale.ts";
import { pcaShift } from "../operations/pca-noise.ts";
import type { DrawnStep } from "../pipeline.ts";
import { type Affine, compose, identity } from "./affine.ts";
import { type Axis, cropAxis, isPadded, resizeAxis, wholeAxis } from "./axis.ts";

/** What was drawn for one image, as a single pass over its bytes: where each output comes from, and one change of colours. */
export interface FusedPlan {
  columns: Axis;
  rows: Axis;
  color: Affine;
  /** The steps that follow and are not part of the pass. None of them changes the size. */
  rest: readonly DrawnStep[];
}

/**
 * Recognises steps that one pass can execute: crops, at most one resize, flips, and colour operations as long as they are
 * affine. From the first other one on (`clamp`, `hsv`, cutout) the steps are left over, to be executed one by one. Null
 * where nothing can be fused: a second resize, a resize of padding, padding of changed colours, a crop that is left over.
 */
export function fuse(steps: readonly DrawnStep[], input: Size): FusedPlan | null {
  let columns = wholeAxis(input.width);
  let rows = wholeAxis(input.height);
  let color = identity;

  const crop = ({ left, top, width, height }: Box): boolean => {
    const cutColumns = cropAxis(columns, left, width);
    const cutRows = cropAxis(rows, top, height);
    if (cutColumns === null || cutRows === null) return false;
    columns = cutColumns;
    rows = cutRows;
    // Padding is black where it is made, so colours must not have changed before.
    return color === identity || !(isPadded(columns) || isPadded(rows));
  };
  const resize = ({ width, height }: Size): boolean => {
    const resizedColumns = resizeAxis(columns, width);
    const resizedRows = resizeAxis(rows, height);
    if (resizedColumns === null || resizedRows === null) return false;
    columns = resizedColumns;
    rows = resizedRows;
    return true;
  };

  for (const [position, step] of steps.entries()) {
    const change = affineOf(step);
    if (change !== null) {
      color = compose(change, color);
      continue;
    }
    if (step.op === "horizontalFlip") {
      if (step.drawn.flip) columns = { ...columns, flip: !columns.flip };
      continue;
    }
    if (!changesSize(step.op)) {
      const rest = steps.slice(position);
      return rest.some(({ op }) => changesSize(op)) ? null : { columns, rows, color, rest };
    }
    if (!changeSize(step, crop, resize)) return null;
  }
  return { columns, rows, color, rest: [] };
}

const sizeChanging: ReadonlySet<OperationName> = new Set([
  "randomResizedCrop",
  "randomCrop",
  "centerCrop",
  "resize",
  "resizeShorterEdge",
]);
const changesSize = (op: OperationName) => sizeChanging.has(op);

/** False where the step cannot be part of the pass. */
function changeSize(step: DrawnStep, crop: (box: Box) => boolean, resize: (size: Size) => boolean): boolean {
  const { input, output } = step;
  switch (step.op) {
    case "randomResizedCrop":
      return crop(step.drawn) && resize(output);
    case "randomCrop":
      return crop({ ...output, left: step.drawn.left, top: step.drawn.top });
    case "centerCrop":
      return crop({
        ...output,
        left: centredStart(input.width, output.width),
        top: centredStart(input.height, output.height),
      });
    case "resize":
    case "resizeShorterEdge":
      return resize(output);
    default:
      return false;
  }
}

/** What a step does to colours, where that is affine. */
function affineOf(step: DrawnStep): Affine | null {
  switch (step.op) {
    case "colorScale": {
      const { hueMode, clamp } = step.options;
      return hueMode === "yiq" && !clamp ? { matrix: colorMatrix(step.drawn), shift: [0, 0, 0] } : null;
    }
    case "pcaNoise":
      return { matrix: identity.matrix, shift: pcaShift(step.options, step.drawn.alpha) };
    case "normalize": {
      const [red, green, blue] = step.options.standardDeviation;
      const [meanRed, meanGreen, meanBlue] = step.options.mean;
      return {
        matrix: [
          [1 / red, 0, 0],
          [0, 1 / green, 0],
          [0, 0, 1 / blue],
        ],
        shift: [-meanRed / red, -meanGreen / green, -meanBlue / blue],
      };
    }
    default:
      return null;
  }
}
