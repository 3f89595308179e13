import type { Operation } from "../operation.ts";
import { cropResize } from "../resize.ts";

/** The whole image to a square. Nothing is drawn. */
export const resize: Operation<"resize", null> = {
  draw: () => null,
  outputSize: ({ size }) => ({ width: size, height: size }),
  apply({ size }, _drawn, image) {
    const whole = { left: 0, top: 0, width: image.width, height: image.height };
    return cropResize(image, whole, { width: size, height: size });
  },
};
