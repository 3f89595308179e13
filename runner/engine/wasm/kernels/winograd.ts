import type { backend_util } from "@tensorflow/tfjs-core";

/**
 * Below this the transforms, which grow with the channels, cost more than the products, which grow with their square,
 * save.
 */
const LEAST_CHANNELS = 16;
/** Below this the filter's transform is not worth it. */
const LEAST_TILES = 16;

/** Whether F(4×4, 3×3) is faster than the direct convolution, in all three directions. */
export function suitsWinograd(info: backend_util.Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, inChannels, outChannels, padInfo } = info;
  if (filterHeight !== 3 || filterWidth !== 3 || strideHeight !== 1 || strideWidth !== 1) return false;
  if (inChannels % 4 !== 0 || outChannels % 4 !== 0 || Math.min(inChannels, outChannels) < LEAST_CHANNELS) return false;
  if (Math.max(padInfo.top, padInfo.left) > 2) return false; // the reversed convolution has 2 − padding
  const tiles = Math.ceil(info.outHeight / 4) * Math.ceil(info.outWidth / 4);
  // A tile takes 36 multiplications, an output pixel directly 9, and a tile of an image that it does not fill wastes
  // some.
  return tiles * info.batchSize >= LEAST_TILES && tiles * 36 * 1.5 <= info.outHeight * info.outWidth * 9;
}
