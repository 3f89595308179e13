import type { Box } from "../../augment/operation.ts";
import type { ImageSource, PackedEncoding } from "../dataset.ts";
import type { Allocate, DecodeOptions } from "../decode.ts";
import { BrokenImageError, type DecodedImage } from "../decoded-image.ts";
import type { ImageType } from "../image-type.ts";
import { type DecodedRegion, decodeJpegRegion } from "../jpeg/region/decode-region.ts";
import { cutRegion } from "./jpeg/region.ts";
import { readPieces } from "./jpeg/restart-table.ts";
import { readScanHeader, type ScanHeader, UnsuitableJpeg } from "./jpeg/scan-header.ts";
import { damagedShard, readRawRows, readVerified } from "./shard-file.ts";

export type PackedSource = Extract<ImageSource, { kind: "packed" }>;

/** Decodes the bytes of an image file of the named type. */
export type DecodeEncoded = (
  bytes: Buffer,
  type: ImageType,
  options: DecodeOptions,
  allocate: Allocate,
) => Promise<DecodedImage>;

const imageTypes: Record<Exclude<PackedEncoding, "raw">, ImageType> = {
  restartJpeg: "JPEG",
  jpeg: "JPEG",
  png: "PNG",
  webp: "WebP",
};

/**
 * Decodes an image of a pack: where only `box` is needed, a part that contains it, if the encoding allows, with the same
 * pixels as the whole.
 *
 * @throws BrokenImageError where the shard does not hold what its index says
 */
export async function decodePacked(
  source: PackedSource,
  box: Box | undefined,
  options: DecodeOptions,
  allocate: Allocate,
  decodeEncoded: DecodeEncoded,
): Promise<DecodedRegion> {
  const { width, height, encoding } = source;
  if (width * height > options.maxPixels) {
    throw new BrokenImageError(`more than ${options.maxPixels} pixels (data.maxPixels)`);
  }
  if (encoding === "raw") {
    const rows = box ? { top: box.top, height: box.height } : { top: 0, height };
    const data = readRawRows(source, rows, allocate);
    return { image: { width, height: rows.height, data }, left: 0, top: rows.top };
  }
  const bytes = readVerified(source);
  const region = encoding === "restartJpeg" && box ? regionOf(source, bytes, box) : undefined;
  if (region && box) {
    const part = decodeJpegRegion(region.jpeg, {
      ...box,
      left: box.left - region.box.left,
      top: box.top - region.box.top,
    });
    if (part) return { image: part.image, left: part.left + region.box.left, top: box.top };
  }
  const expected = region?.box ?? { left: 0, top: 0, width, height };
  const image = await decodeEncoded(region?.jpeg ?? bytes, imageTypes[encoding], options, allocate);
  if (image.width !== expected.width || image.height !== expected.height) throw wrongSize(source, image);
  return { image, left: expected.left, top: expected.top };
}

function regionOf(source: PackedSource, bytes: Buffer, box: Box) {
  let header: ScanHeader;
  try {
    header = readScanHeader(bytes);
  } catch (cause) {
    if (cause instanceof UnsuitableJpeg) throw damagedShard(source, `${cause.message} where its index says JPEG`);
    throw cause;
  }
  if (header.width !== source.width || header.height !== source.height) throw wrongSize(source, header);
  const pieces = readPieces(bytes, header);
  if (!pieces) throw damagedShard(source, "a table of restart markers that does not fit its image");
  return cutRegion(bytes, header, pieces, box);
}

function wrongSize(source: PackedSource, { width, height }: { width: number; height: number }): BrokenImageError {
  return damagedShard(source, `${width}×${height} pixels where its index says ${source.width}×${source.height}`);
}
