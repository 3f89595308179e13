import type { Box, FloatImage, PixelImage } from "./operation.ts";

/** Cuts `box` out of the image. The box may reach beyond it on any side: what lies outside is 0, black. */
export function cropPadded({ width, height, data }: PixelImage, box: Box): FloatImage {
  const result = new Float32Array(box.width * box.height * 3);
  const left = Math.max(box.left, 0);
  const right = Math.min(box.left + box.width, width);
  const top = Math.max(box.top, 0);
  const bottom = Math.min(box.top + box.height, height);
  if (left < right) {
    for (let y = top; y < bottom; y++) {
      const row = data.subarray((y * width + left) * 3, (y * width + right) * 3);
      result.set(row, ((y - box.top) * box.width + left - box.left) * 3);
    }
  }
  return { width: box.width, height: box.height, data: result };
}
