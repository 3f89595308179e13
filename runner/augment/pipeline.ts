import type { OperationName, OperationOptions, OptionsOf } from "../../shared/augmentations/index.ts";
import { createStream } from "../../shared/random.ts";
import { BrokenImageError } from "../data/decoded-image.ts";
import type { Operation, PixelImage, Size } from "./operation.ts";
import { type DrawnOf, operations } from "./operations/index.ts";

/** One step of a pipeline as decided for one image. Plain JSON: enough to compute the step somewhere else. */
export type DrawnStep = {
  [Name in OperationName]: { op: Name; options: OptionsOf<Name>; drawn: DrawnOf<Name>; input: Size; output: Size };
}[OperationName];

/** Whose numbers are drawn: image `index` in epoch `epoch` of a training with `seed`. */
export interface DrawKey {
  seed: number;
  epoch: number;
  index: number;
}

/**
 * The operations of a recipe, in two halves: `draw` decides everything that is random about one image, knowing only its
 * size; `apply` executes what was drawn.
 */
export interface Pipeline {
  /**
   * The numbers depend on the key, the size and the position of the operation alone.
   * @throws BrokenImageError where a step would need an absurd amount of memory: an image 1 pixel wide and 100,000 high.
   */
  draw(size: Size, key: DrawKey): DrawnStep[];
  /**
   * Writes the result into `out`, float32, interleaved RGB, row by row. The image is the decoder's bytes; float32 pixels,
   * where the first steps were executed in another way, may be changed.
   * @throws BrokenImageError where the result does not have `out.length` values.
   */
  apply(image: PixelImage, steps: readonly DrawnStep[], out: Float32Array): void;
}

export function compilePipeline(ops: readonly OperationOptions[]): Pipeline {
  return {
    draw(size, key) {
      // A copy: the caller may pass an image, and its pixels are not part of what was drawn.
      let input: Size = { width: size.width, height: size.height };
      return ops.map((options, operation) => {
        const { draw, outputSize } = functionsOf(options.op);
        const random = createStream({ ...key, purpose: "augmentation", operation });
        const output = outputSize(options, input);
        refuseAbsurdStep(options.op, size, input, output);
        const step = { op: options.op, options, drawn: draw(options, input, random), input, output } as DrawnStep;
        input = output;
        return step;
      });
    },
    apply(image, steps, out) {
      let pixels: PixelImage = image;
      for (const { op, options, drawn } of steps) pixels = functionsOf(op).apply(options, drawn, pixels);
      if (pixels.data.length !== out.length) throw wrongSize(image, pixels, out.length);
      out.set(pixels.data);
    },
  };
}

/** Options and drawn values always travel with the name that they belong to, which a lookup by name cannot express. */
function functionsOf(name: OperationName): Operation<OperationName, unknown> {
  return operations[name] as Operation<OperationName, unknown>;
}

/** Pixels that a step may make, also on its way: a resize goes through the output's width and the input's height. */
const maxStepPixels = 50_000_000;

function refuseAbsurdStep(op: OperationName, image: Size, input: Size, output: Size): void {
  if (output.width * Math.max(input.height, output.height) <= maxStepPixels) return;
  throw new BrokenImageError(
    `its ${image.width}×${image.height} pixels are so long and narrow that ${op} would make ` +
      `${output.width}×${output.height} of ${input.width}×${input.height}`,
  );
}

/** An image of which a pipeline makes something else than the network takes. */
export function wrongSize(from: Size, to: Size, expectedValues: number): BrokenImageError {
  const side = Math.sqrt(expectedValues / 3);
  return new BrokenImageError(
    `the pipeline makes ${to.width}×${to.height} pixels of its ${from.width}×${from.height}, but the network takes ` +
      `${side}×${side}: a randomResizedCrop, randomCrop, centerCrop or resize gives every image the same size`,
  );
}
