import { type Matrix, multiply } from "../color-matrix.ts";

/** A change of colours: matrix · (red, green, blue) + shift. */
export interface Affine {
  matrix: Matrix;
  shift: readonly [number, number, number];
}

export const identity: Affine = {
  matrix: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  shift: [0, 0, 0],
};

/** First `before`, then `after`. */
export function compose(after: Affine, before: Affine): Affine {
  const [x, y, z] = before.shift;
  const moved = (channel: 0 | 1 | 2) => {
    const [a, b, c] = after.matrix[channel];
    return a * x + b * y + c * z + after.shift[channel];
  };
  return { matrix: multiply(after.matrix, before.matrix), shift: [moved(0), moved(1), moved(2)] };
}
