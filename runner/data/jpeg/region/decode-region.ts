import type { Box } from "../../../augment/operation.ts";
import type { DecodedImage } from "../../decoded-image.ts";
import { createRegionDecoder, type RegionDecoder } from "./decoder.ts";
import { readSuitableHeader } from "./suitable.ts";

/** Pixels of an image, and where they begin in it. */
export interface DecodedRegion {
  image: DecodedImage;
  left: number;
  top: number;
}

/** One for each thread. */
let decoder: RegionDecoder | undefined;
/** A thread that met a huge photograph once should not keep its memory. */
const keptBytes = 2 ** 26;
/** What a region may take, which is less than WebAssembly has. */
const maxRegionBytes = 2 ** 30;

/**
 * A part of an ordinary JPEG that contains `box`, with the same pixels that libjpeg decodes, valid until the next call.
 * Undefined where the file is not ordinary (suitable.ts), and where what was read of it has any fault: who decodes all of
 * it has to judge then.
 */
export function decodeJpegRegion(bytes: Buffer, box: Box): DecodedRegion | undefined {
  const header = readSuitableHeader(bytes);
  if (header === undefined) return undefined;
  // Two planes and a half at most, or three, and the result; both less than what lies left of the box and on it.
  if ((box.left + box.width + 32) * (box.height + 64) * 6 + 2 * bytes.length > maxRegionBytes) return undefined;
  if (decoder !== undefined && decoder.memory.buffer.byteLength > keptBytes) decoder = undefined;
  decoder ??= createRegionDecoder();
  const image = decoder.decode(bytes, header, box);
  return image && { image, left: box.left + box.width - image.width, top: box.top };
}
