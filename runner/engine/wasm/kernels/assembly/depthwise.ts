// Depthwise convolutions in three directions, for any filter, stride and padding: each channel has `outChannels /
// channels` filters of its own. Filters are [kh,kw,channels,multiplier]. The common case, 3×3 without stride and with
// one filter a channel, has faster loops in depthwise-3x3.ts.
import {
  depthwise3x3, depthwise3x3FilterGradient, depthwise3x3FilterGradientScratch, depthwise3x3Scratch, isPlain3x3,
} from "./depthwise-3x3";
import { Geometry } from "./geometry";
import { FLOAT_BYTES, multiplyAdd, VECTOR, VECTOR_BYTES } from "./simd";

/** to[c, q] += a[c] · b[c, q] for every channel and each of its `multiplier` filters. */
function addProducts(to: usize, a: usize, b: usize, channels: i32, multiplier: i32): void {
  if (multiplier == 1) {
    for (; channels >= VECTOR; channels -= VECTOR) {
      v128.store(to, multiplyAdd(v128.load(a), v128.load(b), v128.load(to)));
      to += VECTOR_BYTES; a += VECTOR_BYTES; b += VECTOR_BYTES;
    }
  }
  for (; channels > 0; channels--, a += FLOAT_BYTES) {
    for (let q = 0; q < multiplier; q++, to += FLOAT_BYTES, b += FLOAT_BYTES) {
      store<f32>(to, load<f32>(to) + load<f32>(a) * load<f32>(b));
    }
  }
}

/** to[c] += Σ over q: a[c, q] · b[c, q]. */
function addSums(to: usize, a: usize, b: usize, channels: i32, multiplier: i32): void {
  if (multiplier == 1) {
    addProducts(to, a, b, channels, 1);
    return;
  }
  for (; channels > 0; channels--, to += FLOAT_BYTES) {
    let sum = load<f32>(to);
    for (let q = 0; q < multiplier; q++, a += FLOAT_BYTES, b += FLOAT_BYTES) sum += load<f32>(a) * load<f32>(b);
    store<f32>(to, sum);
  }
}

// The three directions differ only in what is added where.
// @ts-ignore: decorator
@inline const FORWARD: i32 = 0;
// @ts-ignore: decorator
@inline const INPUT_GRADIENT: i32 = 1;
// @ts-ignore: decorator
@inline const FILTER_GRADIENT: i32 = 2;

/** Visits every output pixel and every tap of its filter that lies in the image. */
function visitTaps(direction: i32, g: Geometry, x: usize, filter: usize, y: usize): void {
  const multiplier = g.outChannels / g.channels;
  const inBytes = g.channels * FLOAT_BYTES;
  const outBytes = g.outChannels * FLOAT_BYTES;
  for (let n = 0; n < g.batch; n++) {
    for (let outY = 0; outY < g.outHeight; outY++) {
      for (let outX = 0; outX < g.outWidth; outX++, y += outBytes) {
        for (let ky = 0; ky < g.filterHeight; ky++) {
          const row = outY * g.strideHeight - g.padTop + ky;
          if (row < 0 || row >= g.height) continue;
          for (let kx = 0; kx < g.filterWidth; kx++) {
            const column = outX * g.strideWidth - g.padLeft + kx;
            if (column < 0 || column >= g.width) continue;
            const pixel = x + (row * g.width + column) * inBytes;
            const tap = filter + (ky * g.filterWidth + kx) * outBytes;
            if (direction == FORWARD) addProducts(y, pixel, tap, g.channels, multiplier);
            else if (direction == INPUT_GRADIENT) addSums(pixel, y, tap, g.channels, multiplier);
            else addProducts(tap, pixel, y, g.channels, multiplier);
          }
        }
      }
    }
    x += g.height * g.width * inBytes;
  }
}

export function depthwiseScratch(g: Geometry): i32 {
  return isPlain3x3(g) ? depthwise3x3Scratch(g) : 0;
}

export function depthwise(g: Geometry, x: usize, filter: usize, y: usize, scratch: usize): void {
  if (isPlain3x3(g)) {
    depthwise3x3(g, x, filter, y, false, scratch);
    return;
  }
  memory.fill(y, 0, g.batch * g.outHeight * g.outWidth * g.outChannels * FLOAT_BYTES);
  visitTaps(FORWARD, g, x, filter, y);
}

/** Where the filter is a plain 3×3, `g` describes the way back: from the outputs' gradients to the inputs'. */
export function depthwiseInputGradient(g: Geometry, dy: usize, filter: usize, dx: usize, scratch: usize): void {
  if (isPlain3x3(g)) {
    depthwise3x3(g, dy, filter, dx, true, scratch);
    return;
  }
  memory.fill(dx, 0, g.batch * g.height * g.width * g.channels * FLOAT_BYTES);
  visitTaps(INPUT_GRADIENT, g, dx, filter, dy);
}

export function depthwiseFilterGradientScratch(g: Geometry): i32 {
  return isPlain3x3(g) ? depthwise3x3FilterGradientScratch(g) : 0;
}

export function depthwiseFilterGradient(g: Geometry, x: usize, dy: usize, dfilter: usize, scratch: usize): void {
  memory.fill(dfilter, 0, g.filterHeight * g.filterWidth * g.outChannels * FLOAT_BYTES);
  if (isPlain3x3(g)) depthwise3x3FilterGradient(g, x, dy, dfilter, scratch);
  else visitTaps(FILTER_GRADIENT, g, x, dfilter, dy);
}
