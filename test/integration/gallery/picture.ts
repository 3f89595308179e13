import sharp from "sharp";

/** RGB, three bytes a pixel. */
export interface Picture {
  data: Buffer;
  width: number;
  height: number;
}

export async function decoded(file: string | Buffer): Promise<Picture> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** How far pictures may differ: `tolerance` of a pixel's colour, 0 to 255, and the share of pixels beyond it. */
export interface Bound {
  tolerance: number;
  share: number;
}

export interface Difference {
  pixels: number;
  share: number;
  /** What differs in red, over the expected picture, faint. */
  drawn: Picture;
}

/** The pixels in which two pictures differ by more than `tolerance`; what only one of them has, differs. */
export function difference(actual: Picture, expected: Picture, tolerance: number): Difference {
  const [width, height] = [Math.max(actual.width, expected.width), Math.max(actual.height, expected.height)];
  const data = Buffer.alloc(width * height * 3, 255);
  let pixels = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [one, other] = [at(actual, x, y), at(expected, x, y)];
      const distance = one && other ? Math.max(...[0, 1, 2].map((i) => Math.abs(one[i]! - other[i]!))) : 255;
      const faint = other ? 200 + Math.round((other[0]! + other[1]! + other[2]!) / 3 / 5) : 255;
      if (distance > tolerance) pixels += 1;
      data.set(distance > tolerance ? [220, 0, 0] : [faint, faint, faint], (y * width + x) * 3);
    }
  }
  return { pixels, share: pixels / (width * height), drawn: { data, width, height } };
}

function at({ data, width, height }: Picture, x: number, y: number): Buffer | null {
  if (x >= width || y >= height) return null;
  const start = (y * width + x) * 3;
  return data.subarray(start, start + 3);
}

export const png = ({ data, width, height }: Picture): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();

/** A small PNG: with a palette as far as that stays within a tenth of the bound. */
export async function smallPng(picture: Picture, { tolerance, share }: Bound): Promise<Buffer> {
  const { data, width, height } = picture;
  for (const quality of [80, 95, 100]) {
    const small = await sharp(data, { raw: { width, height, channels: 3 } })
      .png({ palette: true, quality, dither: 0, effort: 7, compressionLevel: 9 })
      .toBuffer();
    if (difference(await decoded(small), picture, tolerance).share <= share / 10) return small;
  }
  return png(picture);
}
