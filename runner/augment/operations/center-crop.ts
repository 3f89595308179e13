import { cropPadded } from "../crop.ts";
import type { Operation } from "../operation.ts";

/** Nothing is drawn. */
export const centerCrop: Operation<"centerCrop", null> = {
  draw: () => null,
  outputSize: ({ size }) => ({ width: size, height: size }),
  apply({ size }, _drawn, image) {
    const left = centredStart(image.width, size);
    const top = centredStart(image.height, size);
    return cropPadded(image, { left, top, width: size, height: size });
  },
};

/**
 * Where a crop of `size` starts along an edge of `length`; negative where the crop is larger. An odd difference cannot
 * be halved: the rounding is torchvision's, to the even neighbour where it cuts, and one pixel more after the image where it pads.
 */
export function centredStart(length: number, size: number): number {
  if (size > length) return -Math.floor((size - length) / 2);
  const half = (length - size) / 2;
  const floor = Math.floor(half);
  return half > floor && floor % 2 === 1 ? floor + 1 : floor;
}
