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
      const [one, other] = [offset(actual, x, y), offset(expected, x, y)];
      const out = (y * width + x) * 3;
      let distance = one < 0 || other < 0 ? 255 : 0;
      for (let i = 0; i < 3 && distance < 255; i++)
        distance = Math.max(distance, Math.abs(actual.data[one + i]! - expected.data[other + i]!));
      if (distance > tolerance) {
        pixels += 1;
        data[out] = 220;
        data.fill(0, out + 1, out + 3);
      } else if (other >= 0) data.fill(200 + (expected.data[other + 1]! >> 3), out, out + 3);
    }
  }
  return { pixels, share: pixels / (width * height), drawn: { data, width, height } };
}

/** Where a pixel's bytes begin; −1 outside of the picture. */
const offset = ({ width, height }: Picture, x: number, y: number) =>
  x < width && y < height ? (y * width + x) * 3 : -1;

export const png = ({ data, width, height }: Picture): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();

/** A small PNG: with a palette as far as that stays within half of the bound. */
export async function smallPng(picture: Picture, { tolerance, share }: Bound): Promise<Buffer> {
  const { data, width, height } = picture;
  for (const quality of [80, 95, 100]) {
    const small = await sharp(data, { raw: { width, height, channels: 3 } })
      .png({ palette: true, quality, dither: 0, effort: 7, compressionLevel: 9 })
      .toBuffer();
    if (difference(await decoded(small), picture, tolerance).share <= share / 2) return small;
  }
  return png(picture);
}
