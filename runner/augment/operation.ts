import type { OperationName, OptionsOf } from "../../shared/augmentations/index.ts";
import type { RandomStream } from "../../shared/random.ts";

/**
 * An operation in two halves. `draw` decides, `apply` computes. Everything random is in the drawn values, which are
 * plain JSON: `preview --explain` prints them, and a fused pass can execute the same decisions in another way.
 *
 * Pixels are interleaved RGB, row by row; [0, 255] until `normalize`. The first operation gets the decoder's bytes, so
 * that one that crops reads no more than its crop; what comes out is always float32. `apply` may change float32 pixels
 * in place and return them; it never writes to bytes, and keeps no reference to what it was given.
 */
export interface Operation<Name extends OperationName, Drawn> {
  /** Decides with numbers from `random`, seeing the size of the image that comes in. */
  draw(options: OptionsOf<Name>, size: Size, random: RandomStream): Drawn;
  /** Size of the image that comes out. */
  outputSize(options: OptionsOf<Name>, size: Size): Size;
  apply(options: OptionsOf<Name>, drawn: Drawn, image: PixelImage): FloatImage;
}

/** In pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A rectangle of whole pixels. */
export interface Box extends Size {
  left: number;
  top: number;
}

export interface PixelImage extends Size {
  /** width · height · 3 values. */
  data: Uint8Array | Float32Array;
}

export interface FloatImage extends PixelImage {
  data: Float32Array;
}

/** The image itself where its pixels are float32 already, otherwise a float32 copy. */
export function toFloat({ width, height, data }: PixelImage): FloatImage {
  return { width, height, data: data instanceof Float32Array ? data : Float32Array.from(data) };
}
