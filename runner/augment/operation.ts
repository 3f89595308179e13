import type { OperationName, OptionsOf } from "../../shared/augmentations/index.ts";
import type { RandomStream } from "../../shared/random.ts";

/**
 * An operation in two halves. `draw` decides, `apply` computes. Everything random is in the drawn values, which are
 * plain JSON: `preview --explain` prints them, and a fused pass can execute the same decisions in another way.
 *
 * Pixels are interleaved RGB, float32, row by row; [0, 255] until `normalize`. `apply` may change `image.data` in
 * place and return the same object; it must not keep a reference to it.
 */
export interface FloatImage {
  width: number;
  height: number;
  /** width · height · 3 values. */
  data: Float32Array;
}

export interface Operation<Name extends OperationName, Drawn> {
  /** Decides with numbers from `random`, seeing the size of the image that comes in. */
  draw(options: OptionsOf<Name>, size: { width: number; height: number }, random: RandomStream): Drawn;
  /** Size of the image that comes out. */
  outputSize(options: OptionsOf<Name>, size: { width: number; height: number }): { width: number; height: number };
  apply(options: OptionsOf<Name>, drawn: Drawn, image: FloatImage): FloatImage;
}
