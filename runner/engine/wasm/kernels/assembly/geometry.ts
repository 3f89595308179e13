/**
 * What a convolution or a pool looks like. The caller writes the fields, i32 each in this order, to memory and passes
 * the address (../geometry.ts). Padding behind the last row and column follows from the output's size.
 */
@unmanaged
export class Geometry {
  batch: i32;
  height: i32;
  width: i32;
  /** Channels of the input. */
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  padTop: i32;
  padLeft: i32;
}

/** Rows and columns of an image with its padding: what the filter touches, and no less than the image. */
export function paddedHeight(g: Geometry): i32 {
  return max((g.outHeight - 1) * g.strideHeight + g.filterHeight, g.height + g.padTop);
}

export function paddedWidth(g: Geometry): i32 {
  return max((g.outWidth - 1) * g.strideWidth + g.filterWidth, g.width + g.padLeft);
}

/** Whether every filter position lies within the image, so that no padded copy is needed. */
export function hasNoPadding(g: Geometry): bool {
  return g.padTop == 0 && g.padLeft == 0 && paddedHeight(g) == g.height && paddedWidth(g) == g.width;
}

/** Rows of input that `rows` rows of output read. */
// @ts-ignore: decorator
@inline export function inputRows(g: Geometry, rows: i32): i32 {
  return (rows - 1) * g.strideHeight + g.filterHeight;
}
