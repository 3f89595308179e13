import sharp from "sharp";
import type { Box } from "../augment/operation.ts";
import { native } from "../threads/native-gate.ts";
import { readContainedFile } from "./contained-file.ts";
import type { ImageSource } from "./dataset.ts";
import { BrokenImageError, type DecodedImage } from "./decoded-image.ts";
import { type ImageType, isCutShort, typeFromContent, typeFromName } from "./image-type.ts";
import { readJpegHeader } from "./jpeg/header.ts";
import type { DecodedRegion } from "./jpeg/region/decode-region.ts";
import { decodeWithTurbo, suitsTurbo } from "./jpeg/turbo.ts";
import { decodePacked, type PackedSource } from "./packed/decode-packed.ts";

/**
 * Turns a source into pixels: 8-bit interleaved RGB, upright (EXIF), in sRGB. What is not so comes out as follows.
 *
 * - Greyscale: the same value three times. 16 bits: the upper 8. Palette: its colours.
 * - An embedded ICC profile is converted to sRGB; CMYK without one by libvips' own CMYK profile.
 * - Alpha: flattened on `background`. Animated WebP or PNG: the first frame.
 *
 * The promise settles with pixels or a `BrokenImageError` that says why the image cannot be used: not a regular file
 * inside its root, empty, not JPEG, PNG or WebP, not what its name says, more than `maxPixels` by its header (checked
 * before anything is decoded), truncated, or corrupt (a decoder's warning counts: it means wrong pixels). A decoder
 * that hangs or kills its process is for the caller to outlive: decode on a thread that can be replaced.
 *
 * `allocate` gives memory for the pixels, which are put there where that spares a copy.
 */
export async function decodeImage(
  source: ImageSource,
  options: DecodeOptions,
  allocate: Allocate = (bytes) => new Uint8Array(bytes),
): Promise<DecodedImage> {
  if (source.kind === "raw") return decodeRaw(source, allocate);
  if (source.kind === "packed") return (await decodeRegion(source, undefined, options, allocate)).image;
  const bytes = readContainedFile(source.path, source.root, maxFileBytes(options.maxPixels));
  return decodeEncoded(bytes, typeFromName(source.path), options, allocate);
}

/** Decodes at least `box` of an image of a pack, or all of it. */
export function decodeRegion(
  source: PackedSource,
  box: Box | undefined,
  options: DecodeOptions,
  allocate: Allocate,
): Promise<DecodedRegion> {
  return decodePacked(source, box, options, allocate, decodeEncoded);
}

export type Allocate = (bytes: number) => Uint8Array;

export interface DecodeOptions {
  /** The recipe's `data.maxPixels`. */
  maxPixels: number;
  /** The recipe's `data.background`, 0 to 255. */
  background: readonly [number, number, number];
  /** The recipe's `data.decoder`: by which JPEGs are decoded. Every other file is decoded by sharp. */
  decoder: "fast" | "exact";
}

// Content, not the name, decides which loader libvips starts, so all but three are closed: SVG, PDF and the rest have
// parsers that no training image needs.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"] });
// An image is decoded once, so nothing is worth caching; and workers, not libvips' own threads, use the cores.
sharp.cache(false);
sharp.concurrency(1);

/** A file this much larger than its pixels, uncompressed with 16-bit alpha, and with room for metadata, is no image. */
export const maxFileBytes = (maxPixels: number) => maxPixels * 8 + (64 << 20);

/** Decodes the bytes of an image file, which must be of the type that its name says. */
export async function decodeEncoded(
  bytes: Buffer,
  named: ImageType | undefined,
  options: DecodeOptions,
  allocate: Allocate,
): Promise<DecodedImage> {
  const { maxPixels } = options;
  const content = typeFromContent(bytes);
  if (content === undefined) throw new BrokenImageError("not an image: its first bytes are of no known type");
  if (named === undefined || content !== named) {
    throw new BrokenImageError(`not what its name says: the content is ${content}`);
  }
  if (isCutShort(bytes, named)) throw new BrokenImageError("truncated: the file ends before its image does");
  if (named === "JPEG" && options.decoder === "fast") {
    const header = readJpegHeader(bytes);
    if (header !== undefined && suitsTurbo(header) && header.width * header.height <= maxPixels) {
      const data = await native(() => decodeWithTurbo(bytes, header, allocate));
      if (data !== undefined) return { width: header.width, height: header.height, data };
    }
  }
  return decodeWithSharp(bytes, options);
}

async function decodeWithSharp(
  bytes: Buffer,
  { maxPixels, background: [r, g, b] }: DecodeOptions,
): Promise<DecodedImage> {
  try {
    const { data, info } = await native(() =>
      sharp(bytes, { failOn: "warning", limitInputPixels: maxPixels, pages: 1 })
        .autoOrient()
        // Before anything else, or grey with alpha would be flattened on the grey of the background.
        .pipelineColourspace("srgb")
        .flatten({ background: { r, g, b } })
        .toColourspace("srgb")
        .raw({ depth: "uchar" })
        .toBuffer({ resolveWithObject: true }),
    );
    if (info.channels !== 3) throw new BrokenImageError(`an image of ${info.channels} channels`);
    return { width: info.width, height: info.height, data };
  } catch (cause) {
    if (cause instanceof BrokenImageError) throw cause;
    throw new BrokenImageError(reason(cause as Error, maxPixels), { cause });
  }
}

function reason(error: Error, maxPixels: number): string {
  if (/pixel limit/i.test(error.message)) return `more than ${maxPixels} pixels (data.maxPixels)`;
  // libvips keeps its messages for the whole process, and a thread may find that another has taken its own.
  if (/treated as error/i.test(error.message)) return "corrupt or truncated: its decoder warns that pixels are wrong";
  const [first = ""] = error.message.split("\n");
  return `${/premature end/i.test(error.message) ? "truncated" : "corrupt"}: ${first}`;
}

function decodeRaw(source: Extract<ImageSource, { kind: "raw" }>, allocate: Allocate): DecodedImage {
  const { width, height, channels, layout } = source;
  const pixels = width * height;
  const samples = new Uint8Array(source.buffer, source.offset, pixels * channels);
  const data = allocate(pixels * 3);
  if (channels === 3 && layout === "interleaved") data.set(samples);
  else {
    // Samples of one pixel lie `pixels` apart in planes; grey is one plane, read three times.
    const plane = channels === 3 ? pixels : 0;
    for (let pixel = 0; pixel < pixels; pixel++) {
      data[pixel * 3] = samples[pixel]!;
      data[pixel * 3 + 1] = samples[pixel + plane]!;
      data[pixel * 3 + 2] = samples[pixel + 2 * plane]!;
    }
  }
  return { width, height, data };
}
