// A band: some rows of an image with zeros around it, so that the loops over it need no bounds.
import { Geometry, inputRows, paddedWidth } from "./geometry";
import { FLOAT_BYTES } from "./simd";

/** A band should stay in the second-level cache. */
// @ts-ignore: decorator
@inline const BAND_BYTES: i32 = 256 << 10;

/** How many rows of output are worked on at a time, at most. */
export function bandRows(g: Geometry): i32 {
  const rowBytes = paddedWidth(g) * g.channels * FLOAT_BYTES;
  const rows = (BAND_BYTES / rowBytes - g.filterHeight) / g.strideHeight + 1;
  return max(1, min(rows, g.outHeight));
}

export function bandBytes(g: Geometry, rows: i32): i32 {
  return inputRows(g, rows) * paddedWidth(g) * g.channels * FLOAT_BYTES;
}

/**
 * Copies what output rows `outRow` to `outRow + rows` of `image` read, with zeros where the filter leaves the image.
 */
export function copyBand(g: Geometry, image: usize, outRow: i32, rows: i32, band: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const bandRowBytes = paddedWidth(g) * pixelBytes;
  const rowBytes = g.width * pixelBytes;
  const left = g.padLeft * pixelBytes;
  const right = bandRowBytes - left - rowBytes;
  let y = outRow * g.strideHeight - g.padTop;
  for (let row = inputRows(g, rows); row > 0; row--, y++) {
    if (y < 0 || y >= g.height) {
      memory.fill(band, 0, bandRowBytes);
    } else {
      memory.fill(band, 0, left);
      memory.copy(band + left, image + y * rowBytes, rowBytes);
      memory.fill(band + left + rowBytes, 0, right);
    }
    band += bandRowBytes;
  }
}
