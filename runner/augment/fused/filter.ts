import type { Axis } from "./axis.ts";

/** For each output along one axis: the first pixel of the image that it reads, how many, and their weights. */
export interface AxisFilter {
  first: Int32Array;
  counts: Int32Array;
  /** `stride` weights for each output, of which the first `counts` are used. They add up to 1, or to 0 in the padding. */
  weights: Float32Array;
  /** The largest count. */
  stride: number;
}

/**
 * The filter of an axis over an image that has `pixels` along it. Weights are those of runner/augment/resize.ts. Where the
 * image was decoded at a fraction of its size, `factor` is that fraction, and the axis is still in pixels of full size.
 */
export function filterOf(axis: Axis, pixels: number, factor = 1): AxisFilter {
  return axis.resized === null ? selection(axis) : triangles(axis, axis.resized, pixels, factor);
}

/** One pixel of weight 1 for each output, and of weight 0 in the padding. */
function selection({ start, length, offset, outputs, flip }: Axis): AxisFilter {
  const first = new Int32Array(outputs);
  const weights = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const position = offset + (flip ? outputs - 1 - output : output);
    const isPixel = position >= 0 && position < length;
    first[output] = start + (isPixel ? position : 0);
    weights[output] = isPixel ? 1 : 0;
  }
  return { first, counts: new Int32Array(outputs).fill(1), weights, stride: 1 };
}

/** Triangles as wide as the shrink factor, at least one pixel to each side, that read nothing beyond the crop. */
function triangles(axis: Axis, resized: number, pixels: number, factor: number): AxisFilter {
  const { outputs, offset, flip } = axis;
  const from = Math.max(0, Math.floor(axis.start * factor));
  const to = Math.min(pixels, Math.ceil((axis.start + axis.length) * factor));
  const begin = axis.start * factor - from;
  const scale = (axis.length * factor) / resized;
  const support = Math.max(scale, 1);
  const first = new Int32Array(outputs);
  const counts = new Int32Array(outputs);
  let stride = 1;
  for (let output = 0; output < outputs; output++) {
    const position = offset + (flip ? outputs - 1 - output : output);
    const center = begin + (position + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const isPixel = position >= 0 && position < resized;
    first[output] = isPixel ? from + start : from;
    counts[output] = isPixel ? Math.min(to - from, Math.trunc(center + support + 0.5)) - start : 1;
    stride = Math.max(stride, counts[output]!);
  }
  const weights = new Float32Array(outputs * stride);
  for (let output = 0; output < outputs; output++) {
    const position = offset + (flip ? outputs - 1 - output : output);
    if (position < 0 || position >= resized) continue;
    const distance = first[output]! - from + 0.5 - (begin + (position + 0.5) * scale);
    const count = counts[output]!;
    let sum = 0;
    for (let tap = 0; tap < count; tap++) sum += triangle((distance + tap) / support);
    for (let tap = 0; tap < count; tap++) {
      weights[output * stride + tap] = triangle((distance + tap) / support) / sum;
    }
  }
  return { first, counts, weights, stride };
}

const triangle = (distance: number) => Math.max(0, 1 - Math.abs(distance));
