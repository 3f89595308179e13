/** A linear map of colours: rows give red, green and blue from (red, green, blue). */
export type Matrix = readonly [Row, Row, Row];
type Row = readonly [number, number, number];

/** Weights of red, green and blue in the luma (ITU-R BT.601). */
export const luma: Row = [0.299, 0.587, 0.114];

/**
 * RGB to YIQ (NTSC). The rows of I and Q add up to 0, so that grey has no chroma and stays grey under any rotation. The
 * way back is the inverse of this matrix, so that a rotation by 0 changes nothing.
 */
export const rgbToYiq: Matrix = [luma, [0.5959, -0.2746, -0.3213], [0.2115, -0.5227, 0.3112]];
const yiqToRgb = inverse(rgbToYiq);

/** v·c. */
export function brightnessMatrix(c: number): Matrix {
  return [
    [c, 0, 0],
    [0, c, 0],
    [0, 0, c],
  ];
}

/** v·c + luma·(1 − c). */
export function saturationMatrix(c: number): Matrix {
  const grey = (1 - c) * luma[0];
  const grey1 = (1 - c) * luma[1];
  const grey2 = (1 - c) * luma[2];
  return [
    [grey + c, grey1, grey2],
    [grey, grey1 + c, grey2],
    [grey, grey1, grey2 + c],
  ];
}

/** Rotates the hue by (c − 1)·180° in the YIQ plane: I' = I·cos − Q·sin, Q' = I·sin + Q·cos. */
export function hueMatrix(c: number): Matrix {
  const angle = (c - 1) * Math.PI;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const rotation: Matrix = [
    [1, 0, 0],
    [0, cos, -sin],
    [0, sin, cos],
  ];
  return multiply(yiqToRgb, multiply(rotation, rgbToYiq));
}

/** a·b: first b, then a. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const row = ([x, y, z]: Row): Row => [
    x * b[0][0] + y * b[1][0] + z * b[2][0],
    x * b[0][1] + y * b[1][1] + z * b[2][1],
    x * b[0][2] + y * b[1][2] + z * b[2][2],
  ];
  return [row(a[0]), row(a[1]), row(a[2])];
}

/** Applies the matrix to every pixel, in place. */
export function transformColors(data: Float32Array, [[a, b, c], [d, e, f], [g, h, i]]: Matrix): void {
  for (let pixel = 0; pixel < data.length; pixel += 3) {
    const red = data[pixel]!;
    const green = data[pixel + 1]!;
    const blue = data[pixel + 2]!;
    data[pixel] = a * red + b * green + c * blue;
    data[pixel + 1] = d * red + e * green + f * blue;
    data[pixel + 2] = g * red + h * green + i * blue;
  }
}

/** By cofactors, whose cross products are its columns. */
function inverse([a, b, c]: Matrix): Matrix {
  const bc = cross(b, c);
  const ca = cross(c, a);
  const ab = cross(a, b);
  const determinant = a[0] * bc[0] + a[1] * bc[1] + a[2] * bc[2];
  const row = (index: 0 | 1 | 2): Row => [bc[index] / determinant, ca[index] / determinant, ab[index] / determinant];
  return [row(0), row(1), row(2)];
}

function cross(u: Row, v: Row): Row {
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}
