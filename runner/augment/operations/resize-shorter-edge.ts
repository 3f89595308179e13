import type { Operation, Size } from "../operation.ts";
import { cropResize } from "../resize.ts";

/** Nothing is drawn. */
export const resizeShorterEdge: Operation<"resizeShorterEdge", null> = {
  draw: () => null,
  outputSize: ({ size }, image) => shorterEdgeSize(size, image),
  apply({ size }, _drawn, image) {
    const whole = { left: 0, top: 0, width: image.width, height: image.height };
    return cropResize(image, whole, shorterEdgeSize(size, image));
  },
};

/** The longer edge is rounded down, as torchvision does. */
function shorterEdgeSize(shorter: number, { width, height }: Size): Size {
  return width <= height
    ? { width: shorter, height: Math.floor((shorter * height) / width) }
    : { width: Math.floor((shorter * width) / height), height: shorter };
}
