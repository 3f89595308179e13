import type { Box, FloatImage, PixelImage, Size } from "./operation.ts";

/**
 * Crops `box` (inside the image) and resizes it to `size`: bilinear with antialiasing, which is a triangle filter as
 * wide as the shrink factor, at least one pixel to each side. It is Pillow's `crop(box).resize(size, BILINEAR)` in
 * float32 instead of bytes. Only the pixels of the box are read; Pillow's `resize(box=…)` reads a little beyond it.
 */
export function cropResize(image: PixelImage, box: Box, size: Size): FloatImage {
  const horizontal = triangleFilter(box.width, size.width);
  const vertical = triangleFilter(box.height, size.height);
  return resizeColumns(resizeRows(image, box, horizontal), vertical);
}

/** For each pixel of the output along one axis: the first input pixel that it reads, and their weights. */
interface Filter {
  outputs: number;
  /** First input pixel of each output pixel. */
  first: Int32Array;
  /** How many input pixels each output pixel reads, at most `stride`. */
  taps: Int32Array;
  /** `stride` weights for each output pixel; the first `taps` are used, and they add up to 1. */
  weights: Float32Array;
  stride: number;
}

function triangleFilter(inputs: number, outputs: number): Filter {
  const scale = inputs / outputs;
  const support = Math.max(scale, 1);
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputs);
  const taps = new Int32Array(outputs);
  const weights = new Float32Array(outputs * stride);
  for (let output = 0; output < outputs; output++) {
    const center = (output + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(inputs, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let input = start; input < end; input++) sum += triangle((input + 0.5 - center) / support);
    for (let input = start; input < end; input++) {
      weights[output * stride + input - start] = triangle((input + 0.5 - center) / support) / sum;
    }
    first[output] = start;
    taps[output] = end - start;
  }
  return { outputs, first, taps, weights, stride };
}

const triangle = (distance: number) => Math.max(0, 1 - Math.abs(distance));

/** Along x, for the rows of the box: gives filter.outputs × box.height pixels. */
function resizeRows({ width, data }: PixelImage, box: Box, filter: Filter): FloatImage {
  const { outputs, first, taps, weights, stride } = filter;
  const result = new Float32Array(outputs * box.height * 3);
  let out = 0;
  for (let row = 0; row < box.height; row++) {
    const rowStart = ((box.top + row) * width + box.left) * 3;
    for (let output = 0; output < outputs; output++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let pixel = rowStart + first[output]! * 3;
      const start = output * stride;
      const end = start + taps[output]!;
      for (let tap = start; tap < end; tap++) {
        const weight = weights[tap]!;
        red += weight * data[pixel]!;
        green += weight * data[pixel + 1]!;
        blue += weight * data[pixel + 2]!;
        pixel += 3;
      }
      result[out] = red;
      result[out + 1] = green;
      result[out + 2] = blue;
      out += 3;
    }
  }
  return { width: outputs, height: box.height, data: result };
}

/** Along y: adds up weighted rows, which are contiguous. */
function resizeColumns({ width, data }: FloatImage, filter: Filter): FloatImage {
  const { outputs, first, taps, weights, stride } = filter;
  const rowLength = width * 3;
  const result = new Float32Array(outputs * rowLength);
  for (let output = 0; output < outputs; output++) {
    const out = output * rowLength;
    for (let tap = 0; tap < taps[output]!; tap++) {
      const weight = weights[output * stride + tap]!;
      const row = (first[output]! + tap) * rowLength;
      for (let value = 0; value < rowLength; value++) {
        result[out + value] = result[out + value]! + weight * data[row + value]!;
      }
    }
  }
  return { width, height: outputs, data: result };
}
