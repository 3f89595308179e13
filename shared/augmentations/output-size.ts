import type { OperationName, OperationOptions, OptionsOf } from "./index.ts";

/**
 * What each operation makes of the size: the side of the square that comes out, or null where the size depends on the
 * image; `before` is the same for what goes in. An operation that is not listed here does not compile.
 */
const effects: { [Name in OperationName]: (options: OptionsOf<Name>, before: number | null) => number | null } = {
  randomResizedCrop: ({ size }) => size,
  randomCrop: ({ size }) => size,
  resize: ({ size }) => size,
  centerCrop: ({ size }) => size,
  // A square stays square; anything else keeps its aspect ratio.
  resizeShorterEdge: ({ size }, before) => (before === null ? null : size),
  horizontalFlip: (_, before) => before,
  colorScale: (_, before) => before,
  pcaNoise: (_, before) => before,
  cutout: (_, before) => before,
  normalize: (_, before) => before,
};

/** Side in pixels of the squares that a pipeline makes of images of any size, or null where it depends on the image. */
export function outputSize(pipeline: readonly OperationOptions[]): number | null {
  return pipeline.reduce<number | null>((size, options) => {
    const effect = effects[options.op] as (options: OperationOptions, before: number | null) => number | null;
    return effect(options, size);
  }, null);
}
