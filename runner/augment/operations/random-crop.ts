import { cropPadded } from "../crop.ts";
import type { Operation } from "../operation.ts";

/** Corner of the crop in pixels of the image that comes in, without the padding: from −padding on. */
export const randomCrop: Operation<"randomCrop", { left: number; top: number }> = {
  draw({ size, padding }, { width, height }, random) {
    // An image that is smaller than the crop, with its padding, lies somewhere inside of the crop.
    const start = (length: number) => {
      const room = length + 2 * padding - size;
      return room >= 0 ? random.integer(room + 1) - padding : -padding - random.integer(-room + 1);
    };
    return { left: start(width), top: start(height) };
  },
  outputSize: ({ size }) => ({ width: size, height: size }),
  apply: ({ size }, { left, top }, image) => cropPadded(image, { left, top, width: size, height: size }),
};
