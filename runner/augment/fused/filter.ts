import { type Axis, readBy } from "./axis.ts";

/** For each output along one axis: the first pixel of the image that it reads, how many, and their weights. */
export interface AxisFilter {
  first: Int32Array;
  counts: Int32Array;
  /** `stride` weights for each output, of which the first `counts` are used. They add up to 1, or to 0 in the padding. */
  weights: Float32Array;
  /** The largest count. */
  stride: number;
}

/** The pixels that there are along an axis: `count` of them, from pixel `first` of the whole image on. */
export interface Extent {
  first: number;
  count: number;
  /** Pixels for each pixel of the whole image. */
  scale: number;
}

/**
 * Memory for one filter after the other, each valid until the next one. Tables that are made anew for every image are
 * work for the garbage collector, which does it on the processor cores of other threads.
 */
export class FilterRoom {
  #first = new Int32Array(0);
  #counts = new Int32Array(0);
  #weights = new Float32Array(0);

  places(outputs: number): Pick<AxisFilter, "first" | "counts"> {
    if (outputs > this.#first.length) {
      this.#first = new Int32Array(outputs);
      this.#counts = new Int32Array(outputs);
    }
    return { first: this.#first.subarray(0, outputs), counts: this.#counts.subarray(0, outputs) };
  }

  /** All 0. */
  weights(count: number): Float32Array {
    if (count > this.#weights.length) this.#weights = new Float32Array(2 * count);
    return this.#weights.subarray(0, count).fill(0);
  }
}

/**
 * The filter of an axis, which is in pixels of the whole image, over the pixels that there are. Weights are those of
 * runner/augment/resize.ts. The filter lies in `room`.
 */
export function filterOf(axis: Axis, extent: Extent, room: FilterRoom): AxisFilter {
  const there = { ...axis, start: axis.start - extent.first };
  return axis.resized === null ? selection(there, room) : triangles(there, axis.resized, extent, room);
}

/** One pixel of weight 1 for each output, and in the padding the nearest one that is read anyway, of weight 0. */
function selection(axis: Axis, room: FilterRoom): AxisFilter {
  const { length, offset, outputs, flip } = axis;
  const [start, count] = readBy(axis);
  const { first, counts } = room.places(outputs);
  const weights = room.weights(outputs);
  for (let output = 0; output < outputs; output++) {
    const position = offset + (flip ? outputs - 1 - output : output);
    first[output] = Math.min(Math.max(axis.start + position, start), start + count - 1);
    weights[output] = position >= 0 && position < length ? 1 : 0;
  }
  return { first, counts: counts.fill(1), weights, stride: 1 };
}

/** Triangles as wide as the shrink factor, at least one pixel to each side, that read nothing beyond the crop. */
function triangles(axis: Axis, resized: number, extent: Extent, room: FilterRoom): AxisFilter {
  const { outputs, offset, flip } = axis;
  const from = Math.max(0, Math.floor(axis.start * extent.scale));
  const to = Math.min(extent.count, Math.ceil((axis.start + axis.length) * extent.scale));
  const begin = axis.start * extent.scale - from;
  const scale = (axis.length * extent.scale) / resized;
  const support = Math.max(scale, 1);
  const { first, counts } = room.places(outputs);
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
  const weights = room.weights(outputs * stride);
  const slope = 1 / support;
  for (let output = 0; output < outputs; output++) {
    const position = offset + (flip ? outputs - 1 - output : output);
    if (position < 0 || position >= resized) continue;
    const distance = first[output]! - from + 0.5 - (begin + (position + 0.5) * scale);
    const own = output * stride;
    const end = own + counts[output]!;
    let sum = 0;
    for (let tap = own; tap < end; tap++) {
      const weight = Math.max(0, 1 - Math.abs(distance + tap - own) * slope);
      weights[tap] = weight;
      sum += weight;
    }
    const factor = 1 / sum;
    for (let tap = own; tap < end; tap++) weights[tap]! *= factor;
  }
  return { first, counts, weights, stride };
}
