// From planes of samples to interleaved RGB, as libjpeg does: colours of half the resolution are interpolated linearly
// ("fancy upsampling"), and JFIF's conversion is done in integers with 16 fractional bits.

/**
 * Rows of RGB. `job` points at 32-bit numbers:
 *
 *  0 out           where the first row goes; up to 45 bytes behind the last one are written as well
 *  1 width         pixels of a row; they begin with the first of the planes
 *  2 first, 3 end  rows of the image
 *  4 luma, 5 lumaStride       plane of brightness, whose first row is `top`
 *  6 top           row of the image
 *  7 blue, 8 red, 9 stride    planes of colour
 * 10 colourTop     row of the colours' planes that lies first in them, counted in the image's
 * 11 across, 12 down          pixels for each sample of colour: 2 and 2, 2 and 1, or 1 and 1; 0 and 0: a grey image
 * 13 columns       samples of colour in a row, from the planes' first on to the image's last at most
 * 14 colourRows    rows of samples that the image has
 * 15 lines         scratch, for two lines of sums and two of colours
 * 16 lineBytes     of each
 */
export function convertRows(job: usize): void {
  let out = <usize>load<u32>(job);
  const width = load<i32>(job, 4), end = load<i32>(job, 12), across = load<i32>(job, 44), down = load<i32>(job, 48);
  const luma = <usize>load<u32>(job, 16), lumaStride = <usize>load<u32>(job, 20), top = load<i32>(job, 24);
  const lines = <usize>load<u32>(job, 60), lineBytes = <usize>load<u32>(job, 64);
  const blueLine = lines + 2 * lineBytes, redLine = blueLine + lineBytes;
  for (let row = load<i32>(job, 8); row < end; row++) {
    const y = luma + <usize>(row - top) * lumaStride;
    if (across == 0) {
      greyRow(y, width, out);
    } else {
      colourLine(job, <usize>load<u32>(job, 28), row, across, down, lines, blueLine);
      colourLine(job, <usize>load<u32>(job, 32), row, across, down, lines + lineBytes, redLine);
      colourRow(y, blueLine, redLine, width, out);
    }
    out += <usize>width * 3;
  }
}

/** One row of a plane of colour at the image's resolution, 16 bits each, less 128. */
function colourLine(job: usize, plane: usize, row: i32, across: i32, down: i32, sums: usize, line: usize): void {
  const stride = <usize>load<u32>(job, 36), colourTop = load<i32>(job, 40), columns = load<i32>(job, 52);
  const near = plane + <usize>(row / down - colourTop) * stride;
  const middle = i16x8.splat(128);
  if (across == 1) {
    for (let x = 0; x < columns; x += 8) {
      v128.store(line + (<usize>x << 1), i16x8.sub(v128.load8x8_u(near + x), middle));
    }
    return;
  }
  // Sums along the columns: three times the nearer row and once the other one. One place is left free before the first.
  sums += 16;
  if (down == 2) {
    const other = min(max((row & 1) ? row / 2 + 1 : row / 2 - 1, 0), load<i32>(job, 56) - 1);
    const far = plane + <usize>(other - colourTop) * stride;
    const three = i16x8.splat(3);
    for (let x = 0; x < columns; x += 8) {
      const sum = i16x8.add(i16x8.mul(v128.load8x8_u(near + x), three), v128.load8x8_u(far + x));
      v128.store(sums + (<usize>x << 1), sum);
    }
  } else {
    for (let x = 0; x < columns; x += 8) v128.store(sums + (<usize>x << 1), v128.load8x8_u(near + x));
  }
  // At its edges the image goes on as it ends.
  store<i16>(sums - 2, load<i16>(sums));
  store<i16>(sums + (<usize>columns << 1), load<i16>(sums + (<usize>columns << 1) - 2));
  const three = i16x8.splat(3);
  const shift = down == 2 ? 4 : 2;
  const before = i16x8.splat(down == 2 ? 8 : 1), after = i16x8.splat(down == 2 ? 7 : 2);
  for (let x = 0; x < columns; x += 8, sums += 16, line += 32) {
    const own = i16x8.mul(v128.load(sums), three);
    const even = i16x8.sub(i16x8.shr_u(i16x8.add(i16x8.add(own, v128.load(sums - 2)), before), shift), middle);
    const odd = i16x8.sub(i16x8.shr_u(i16x8.add(i16x8.add(own, v128.load(sums, 2)), after), shift), middle);
    v128.store(line, v128.shuffle<i16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(line, v128.shuffle<i16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  }
}

// JFIF's conversion: red = y + 1.402 r, green = y − 0.344136 b − 0.714136 r, blue = y + 1.772 b. Libjpeg has the factors
// in 1/65536 and rounds each product, green's two together. Whole multiples are added apart; for what is left of red's and
// blue's, 26345 and −14942 of 65536, factors in 1/32768 round alike for all 256 values.
// @ts-ignore: decorator
@inline function redOf(y: v128, r: v128): v128 {
  return i16x8.add(i16x8.add(y, r), i16x8.q15mulr_sat_s(r, i16x8.splat(13173)));
}
// @ts-ignore: decorator
@inline function blueOf(y: v128, b: v128): v128 {
  return i16x8.add(i16x8.add(y, i16x8.add(b, b)), i16x8.q15mulr_sat_s(b, i16x8.splat(-7471)));
}
// @ts-ignore: decorator
@inline function greenOf(y: v128, b: v128, r: v128): v128 {
  // Of −22554 for blue and −46802 = 18734 − 65536 for red.
  const factors = i32x4.splat((-22554 & 0xffff) | (18734 << 16)), half = i32x4.splat(1 << 15);
  const lower = i32x4.dot_i16x8_s(v128.shuffle<i16>(b, r, 0, 8, 1, 9, 2, 10, 3, 11), factors);
  const upper = i32x4.dot_i16x8_s(v128.shuffle<i16>(b, r, 4, 12, 5, 13, 6, 14, 7, 15), factors);
  const products = i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(lower, half), 16), i32x4.shr_s(i32x4.add(upper, half), 16),
  );
  return i16x8.add(i16x8.sub(y, r), products);
}

function colourRow(y: usize, blues: usize, reds: usize, width: i32, out: usize): void {
  for (let x = 0; x < width; x += 16, y += 16, blues += 32, reds += 32, out += 48) {
    const lumas = v128.load(y);
    const y0 = i16x8.extend_low_i8x16_u(lumas), y1 = i16x8.extend_high_i8x16_u(lumas);
    const b0 = v128.load(blues), b1 = v128.load(blues, 16), r0 = v128.load(reds), r1 = v128.load(reds, 16);
    const red = i8x16.narrow_i16x8_u(redOf(y0, r0), redOf(y1, r1));
    const green = i8x16.narrow_i16x8_u(greenOf(y0, b0, r0), greenOf(y1, b1, r1));
    const blue = i8x16.narrow_i16x8_u(blueOf(y0, b0), blueOf(y1, b1));
    interleave(red, green, blue, out);
  }
}

function greyRow(y: usize, width: i32, out: usize): void {
  for (let x = 0; x < width; x += 16, y += 16, out += 48) {
    const value = v128.load(y);
    interleave(value, value, value, out);
  }
}

// @ts-ignore: decorator
@inline function interleave(red: v128, green: v128, blue: v128, out: usize): void {
  // Red and green of eight pixels lie together, so that each third of the result has two sources. Constant swizzles, of
  // which an index of −1 gives 0, are one instruction each; V8 makes ten of a shuffle of two vectors.
  const first = i8x16.shuffle(red, green, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const last = i8x16.shuffle(red, green, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const middle = i8x16.shuffle(first, last, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26);
  v128.store(
    out,
    v128.or(
      i8x16.swizzle(first, i8x16(0, 1, -1, 2, 3, -1, 4, 5, -1, 6, 7, -1, 8, 9, -1, 10)),
      i8x16.swizzle(blue, i8x16(-1, -1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1)),
    ),
  );
  v128.store(
    out,
    v128.or(
      i8x16.swizzle(middle, i8x16(0, -1, 1, 2, -1, 3, 4, -1, 5, 6, -1, 7, 8, -1, 9, 10)),
      i8x16.swizzle(blue, i8x16(-1, 5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1)),
    ),
    16,
  );
  v128.store(
    out,
    v128.or(
      i8x16.swizzle(last, i8x16(-1, 6, 7, -1, 8, 9, -1, 10, 11, -1, 12, 13, -1, 14, 15, -1)),
      i8x16.swizzle(blue, i8x16(10, -1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15)),
    ),
    32,
  );
}
