import type { Box, Size } from "../augment/operation.ts";
import type { ImageSource } from "./dataset.ts";
import { type Allocate, type DecodeOptions, decodeImage } from "./decode.ts";
import type { DecodedImage } from "./decoded-image.ts";

/** What of an image is needed to augment it. */
export interface Need {
  /** The pixels that are read. */
  box: Box;
  /** By how much the pixels may be averaged together before: 1 not at all, 8 to an eighth of width and height. */
  shrink: number;
}

/** The pixels of an image, or of a part of it, or of a smaller version of it. */
export interface ImagePart {
  image: DecodedImage;
  /** Size of the whole image. */
  whole: Size;
  /** Where the part begins in the whole image, in the whole image's pixels. */
  left: number;
  top: number;
  /** Pixels of the part for each pixel of the whole image, along an edge: 1, or 1/4 for a part of a quarter of the size. */
  scale: number;
}

export interface PartRequest {
  allocate: Allocate;
  /** Called once the size is known and nothing is decoded yet, where something less than the whole can be decoded. */
  need(size: Size): Need | null;
}

/** Decodes an image, or the part of it that is needed, at the resolution that is needed. Else as `decodeImage`. */
export async function decodePart(
  source: ImageSource,
  options: DecodeOptions,
  { allocate }: PartRequest,
): Promise<ImagePart> {
  return wholePart(await decodeImage(source, options, allocate));
}

export function wholePart(image: DecodedImage): ImagePart {
  return { image, whole: { width: image.width, height: image.height }, left: 0, top: 0, scale: 1 };
}
