// Maximum and average pooling over NHWC images, with gradients. Positions outside the image take no part: they win no
// maximum and are not counted in an average.
import { Geometry } from "./geometry";
import { FLOAT_BYTES, VECTOR, VECTOR_BYTES } from "./simd";

/** The window of an output pixel, cut to the image. */
let top: i32 = 0;
let bottom: i32 = 0;
let left: i32 = 0;
let right: i32 = 0;

function placeWindow(g: Geometry, outY: i32, outX: i32): void {
  const y = outY * g.strideHeight - g.padTop;
  const x = outX * g.strideWidth - g.padLeft;
  top = max(y, 0);
  bottom = min(y + g.filterHeight, g.height);
  left = max(x, 0);
  right = min(x + g.filterWidth, g.width);
}

export function maxPool(g: Geometry, x: usize, y: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const rowBytes = g.width * pixelBytes;
  for (let n = 0; n < g.batch; n++) {
    for (let outY = 0; outY < g.outHeight; outY++) {
      for (let outX = 0; outX < g.outWidth; outX++) {
        placeWindow(g, outY, outX);
        let at = 0;
        for (; at + VECTOR_BYTES <= pixelBytes; at += VECTOR_BYTES) {
          let most = f32x4.splat(-Infinity);
          for (let row = top; row < bottom; row++) {
            let from = x + row * rowBytes + left * pixelBytes + at;
            for (let column = left; column < right; column++, from += pixelBytes) {
              most = f32x4.pmax(v128.load(from), most);
            }
          }
          v128.store(y + at, most);
        }
        for (; at < pixelBytes; at += FLOAT_BYTES) {
          let most: f32 = -Infinity;
          for (let row = top; row < bottom; row++) {
            for (let column = left; column < right; column++) {
              const value = load<f32>(x + row * rowBytes + column * pixelBytes + at);
              if (!(value < most)) most = value;
            }
          }
          store<f32>(y + at, most);
        }
        y += pixelBytes;
      }
    }
    x += g.height * rowBytes;
  }
}

/** Each output's gradient goes to the first position of its window that holds the maximum. */
export function maxPoolGradient(g: Geometry, dy: usize, x: usize, y: usize, dx: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const rowBytes = g.width * pixelBytes;
  memory.fill(dx, 0, g.batch * g.height * rowBytes);
  for (let n = 0; n < g.batch; n++) {
    for (let outY = 0; outY < g.outHeight; outY++) {
      for (let outX = 0; outX < g.outWidth; outX++) {
        placeWindow(g, outY, outX);
        let at = 0;
        for (; at + VECTOR_BYTES <= pixelBytes; at += VECTOR_BYTES) {
          const most = v128.load(y + at);
          let gradient = v128.load(dy + at); // becomes 0 where it has found its place
          for (let row = top; row < bottom; row++) {
            let position = row * rowBytes + left * pixelBytes + at;
            for (let column = left; column < right; column++, position += pixelBytes) {
              const here = f32x4.eq(v128.load(x + position), most);
              v128.store(dx + position, f32x4.add(v128.load(dx + position), v128.and(gradient, here)));
              gradient = v128.andnot(gradient, here);
            }
          }
        }
        for (; at < pixelBytes; at += FLOAT_BYTES) {
          giveToFirst(x, load<f32>(y + at), load<f32>(dy + at), dx, rowBytes, pixelBytes, at);
        }
        y += pixelBytes;
        dy += pixelBytes;
      }
    }
    x += g.height * rowBytes;
    dx += g.height * rowBytes;
  }
}

function giveToFirst(x: usize, most: f32, gradient: f32, dx: usize, rowBytes: i32, pixelBytes: i32, at: i32): void {
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const position = row * rowBytes + column * pixelBytes + at;
      if (load<f32>(x + position) == most) {
        store<f32>(dx + position, load<f32>(dx + position) + gradient);
        return;
      }
    }
  }
}

export function averagePool(g: Geometry, x: usize, y: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const rowBytes = g.width * pixelBytes;
  for (let n = 0; n < g.batch; n++) {
    for (let outY = 0; outY < g.outHeight; outY++) {
      for (let outX = 0; outX < g.outWidth; outX++) {
        placeWindow(g, outY, outX);
        const share = <f32>1 / <f32>((bottom - top) * (right - left));
        let at = 0;
        for (; at + VECTOR_BYTES <= pixelBytes; at += VECTOR_BYTES) {
          let sum = f32x4.splat(0);
          for (let row = top; row < bottom; row++) {
            let from = x + row * rowBytes + left * pixelBytes + at;
            for (let column = left; column < right; column++, from += pixelBytes) sum = f32x4.add(sum, v128.load(from));
          }
          v128.store(y + at, f32x4.mul(sum, f32x4.splat(share)));
        }
        for (; at < pixelBytes; at += FLOAT_BYTES) {
          let sum: f32 = 0;
          for (let row = top; row < bottom; row++) {
            let from = x + row * rowBytes + left * pixelBytes + at;
            for (let column = left; column < right; column++, from += pixelBytes) sum += load<f32>(from);
          }
          store<f32>(y + at, sum * share);
        }
        y += pixelBytes;
      }
    }
    x += g.height * rowBytes;
  }
}

/** Each output's gradient is shared out equally over its window. */
export function averagePoolGradient(g: Geometry, dy: usize, dx: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const rowBytes = g.width * pixelBytes;
  memory.fill(dx, 0, g.batch * g.height * rowBytes);
  for (let n = 0; n < g.batch; n++) {
    for (let outY = 0; outY < g.outHeight; outY++) {
      for (let outX = 0; outX < g.outWidth; outX++) {
        placeWindow(g, outY, outX);
        const share = <f32>1 / <f32>((bottom - top) * (right - left));
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            addScaled(dx + row * rowBytes + column * pixelBytes, dy, share, g.channels);
          }
        }
        dy += pixelBytes;
      }
    }
    dx += g.height * rowBytes;
  }
}

/** to += from · factor over `count` floats. */
function addScaled(to: usize, from: usize, factor: f32, count: i32): void {
  for (; count >= VECTOR; count -= VECTOR) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), f32x4.splat(factor))));
    to += VECTOR_BYTES;
    from += VECTOR_BYTES;
  }
  for (; count > 0; count--) {
    store<f32>(to, load<f32>(to) + load<f32>(from) * factor);
    to += FLOAT_BYTES;
    from += FLOAT_BYTES;
  }
}
