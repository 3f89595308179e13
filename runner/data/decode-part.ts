import type { Box, Size } from "../augment/operation.ts";
import { readContainedFile } from "./contained-file.ts";
import type { ImageSource } from "./dataset.ts";
import { type Allocate, type DecodeOptions, decodeEncoded, decodeImage, decodeRegion, maxFileBytes } from "./decode.ts";
import type { DecodedImage } from "./decoded-image.ts";
import { fileMemory } from "./file-memory.ts";
import { typeFromContent, typeFromName } from "./image-type.ts";
import { readJpegHeader } from "./jpeg/header.ts";
import { decodeJpegRegion } from "./jpeg/region/decode-region.ts";
import { decodeShrunk, usefulShrink } from "./jpeg/shrink.ts";
import { isPlain } from "./jpeg/turbo.ts";

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
  /** Pixels of the part for each pixel of the whole image, along an edge: 1, or 1/4 at a quarter of the size. */
  scale: number;
}

export interface PartRequest {
  allocate: Allocate;
  /** Called once the size is known and nothing is decoded yet, where something less than the whole can be decoded. */
  need(size: Size): Need | null;
}

/**
 * Decodes an image, or the part of it that is needed, or a large photograph at a lower resolution where no more is
 * needed. In everything else it is `decodeImage`. One image at a time on a thread: the pixels may lie in memory that the
 * next call uses again.
 */
export async function decodePart(
  source: ImageSource,
  options: DecodeOptions,
  request: PartRequest,
): Promise<ImagePart> {
  if (source.kind === "file") return decodeFilePart(source, options, request);
  if (source.kind === "packed") {
    const whole = { width: source.width, height: source.height };
    const box = request.need(whole)?.box ?? { left: 0, top: 0, ...whole };
    const region = await decodeRegion(source, box, options, request.allocate);
    return { ...region, whole, scale: 1 };
  }
  return wholePart(await decodeImage(source, options, request.allocate));
}

async function decodeFilePart(
  { path, root }: Extract<ImageSource, { kind: "file" }>,
  options: DecodeOptions,
  { allocate, need }: PartRequest,
): Promise<ImagePart> {
  const bytes = readContainedFile(path, root, maxFileBytes(options.maxPixels), fileMemory);
  const type = typeFromName(path);
  const header = type === "JPEG" && typeFromContent(bytes) === "JPEG" ? readJpegHeader(bytes) : undefined;
  if (header !== undefined && header.width * header.height <= options.maxPixels) {
    const whole = { width: header.width, height: header.height };
    const needed = need(whole);
    const shrink = usefulShrink(header, () => needed?.shrink ?? 1);
    const shrunk = shrink && (await decodeShrunk(bytes, header, shrink));
    if (shrunk) return { image: shrunk, whole, left: 0, top: 0, scale: 1 / shrink };
    const region = isPlain(header) ? decodeJpegRegion(bytes, needed?.box ?? { left: 0, top: 0, ...whole }) : undefined;
    if (region) return { ...region, whole, scale: 1 };
  }
  return wholePart(await decodeEncoded(bytes, type, options, allocate));
}

export function wholePart(image: DecodedImage): ImagePart {
  return { image, whole: { width: image.width, height: image.height }, left: 0, top: 0, scale: 1 };
}
