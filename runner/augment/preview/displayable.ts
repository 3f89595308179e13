import type { OperationOptions } from "../../../shared/augmentations/index.ts";

/** A pipeline's result as bytes that a screen can show: its normalisations undone, rounded, cut to [0, 255]. */
export function displayable(result: Float32Array, ops: readonly OperationOptions[]): Uint8Array {
  const pixels = Float32Array.from(result);
  for (const options of ops.toReversed()) {
    if (options.op !== "normalize") continue;
    for (let position = 0; position < pixels.length; position++) {
      const channel = (position % 3) as 0 | 1 | 2;
      pixels[position] = pixels[position]! * options.standardDeviation[channel] + options.mean[channel];
    }
  }
  // Converting to a clamped array rounds and cuts.
  return new Uint8Array(Uint8ClampedArray.from(pixels).buffer);
}
