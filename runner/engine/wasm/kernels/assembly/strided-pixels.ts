// A 1×1 convolution with a stride and without padding reads every few pixels: copied together, they are the rows of a
// matrix.
import { Geometry } from "./geometry";
import { FLOAT_BYTES } from "./simd";

/** Copies the pixels of `images` that the convolution reads to a dense matrix [N·H'·W', channels]. */
export function gatherPixels(g: Geometry, images: usize, matrix: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  for (let n = 0; n < g.batch; n++) {
    for (let y = 0; y < g.outHeight; y++) {
      let from = images + ((n * g.height + y * g.strideHeight) * g.width) * pixelBytes;
      for (let x = 0; x < g.outWidth; x++) {
        memory.copy(matrix, from, pixelBytes);
        matrix += pixelBytes;
        from += g.strideWidth * pixelBytes;
      }
    }
  }
}

/** The way back: copies the matrix's rows to their pixels and sets the others to zero. */
export function spreadPixels(g: Geometry, matrix: usize, images: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  memory.fill(images, 0, g.batch * g.height * g.width * pixelBytes);
  for (let n = 0; n < g.batch; n++) {
    for (let y = 0; y < g.outHeight; y++) {
      let to = images + ((n * g.height + y * g.strideHeight) * g.width) * pixelBytes;
      for (let x = 0; x < g.outWidth; x++) {
        memory.copy(to, matrix, pixelBytes);
        matrix += pixelBytes;
        to += g.strideWidth * pixelBytes;
      }
    }
  }
}
