import sharp from "sharp";
import { native } from "../../threads/native-gate.ts";
import type { DecodedImage } from "../decoded-image.ts";
import type { JpegHeader } from "./header.ts";

/**
 * A JPEG can be decoded at a fraction of its width and height: of each block of 8×8 coefficients the inverse DCT then
 * makes 2×2 pixels, or one. libjpeg-turbo's native module does not offer that; sharp does. (It offers a half, too, which
 * takes longer than all pixels by the module.)
 */
export type Shrink = 4 | 8;

/** A smaller image is decoded in full about as quickly. Measured with photographs of quality 90. */
const largePixels = 4_000_000;

/**
 * The strongest shrink of a large photograph that is no stronger than what `allowed` says; undefined where none is worth
 * it. `allowed` is not asked about other images.
 */
export function usefulShrink(header: JpegHeader, allowed: () => number): Shrink | undefined {
  const { width, height, components, common, orientation } = header;
  const ordinary = common && (components === 1 || components === 3) && orientation === 1;
  if (!ordinary || width * height < largePixels || Math.max(width, height) > largestSide) return undefined;
  const strongest = allowed();
  return ([8, 4] as const).find((shrink) => shrink <= strongest);
}

/**
 * Decodes at 1/`shrink` of width and height, rounded up; pixel i of an edge stands for pixels i·shrink to
 * (i + 1)·shrink − 1. Undefined where the file has any fault.
 *
 * The image is decoded with the rest of its last blocks, so that its size is a multiple of the blocks': any other size
 * libvips would round, and stretch the image a little. The rest is there in the file, and changes nothing before it.
 */
export async function decodeShrunk(
  bytes: Buffer,
  { width, height, frame }: JpegHeader,
  shrink: Shrink,
): Promise<DecodedImage | undefined> {
  const [wholeWidth, wholeHeight] = [roundUp(width), roundUp(height)];
  const wholeBlocks = Buffer.from(bytes);
  wholeBlocks.writeUInt16BE(wholeHeight, frame + 5);
  wholeBlocks.writeUInt16BE(wholeWidth, frame + 7);
  try {
    const { data, info } = await native(() =>
      sharp(wholeBlocks, { failOn: "warning", limitInputPixels: wholeWidth * wholeHeight })
        .resize({ width: wholeWidth / shrink, height: wholeHeight / shrink, fit: "fill" })
        .toColourspace("srgb")
        .raw({ depth: "uchar" })
        .toBuffer({ resolveWithObject: true }),
    );
    return info.channels === 3 ? { width: info.width, height: info.height, data } : undefined;
  } catch {
    return undefined;
  }
}

const block = 8;
/** What a JPEG can say, in whole blocks. */
const largestSide = 65_528;
const roundUp = (length: number) => Math.ceil(length / block) * block;
