import { type Operation, toFloat } from "../operation.ts";

/** Centre of the square: a pixel of the image, so that a square near the edge is cut off. DeVries and Taylor, 2017. */
export const cutout: Operation<"cutout", { x: number; y: number }> = {
  draw: (_options, { width, height }, random) => ({ x: random.integer(width), y: random.integer(height) }),
  outputSize: (_options, size) => size,
  apply({ size, fill }, { x, y }, image) {
    const result = toFloat(image);
    const { width, height, data } = result;
    const left = x - Math.floor(size / 2);
    const top = y - Math.floor(size / 2);
    const right = Math.min(left + size, width);
    for (let row = Math.max(top, 0); row < Math.min(top + size, height); row++) {
      data.fill(fill, (row * width + Math.max(left, 0)) * 3, (row * width + right) * 3);
    }
    return result;
  },
};
