import sharp from "sharp";
import { resizeShorterEdge } from "../../../augment/operations/resize-shorter-edge.ts";
import { native } from "../../../threads/native-gate.ts";
import { readContainedFile } from "../../contained-file.ts";
import type { ImageSource, PackedEncoding } from "../../dataset.ts";
import { type DecodeOptions, decodeEncoded, decodeImage, maxFileBytes } from "../../decode.ts";
import type { DecodedImage } from "../../decoded-image.ts";
import { typeFromContent } from "../../image-type.ts";
import { readJpegHeader } from "../../jpeg/header.ts";
import { suitsTurbo } from "../../jpeg/turbo.ts";
import { addRestarts } from "../jpeg/add-restarts.ts";
import { UnsuitableJpeg } from "../jpeg/scan-header.ts";
import type { PackSettings } from "../manifest.ts";
import { readVerified } from "../shard-file.ts";

/** An image as a shard will hold it. */
export interface PreparedImage {
  bytes: Uint8Array;
  encoding: PackedEncoding;
  /** Upright. Pixels. */
  width: number;
  height: number;
}

/**
 * Makes of an image what a pack stores. Every image is decoded, so what cannot be used is found here.
 *
 * - `jpeg-lossless`: a baseline JPEG gets restart markers and keeps its pixels, which is checked; every other file stays
 *   as it is. One whose shorter edge is above `side` is shrunk and encoded as with `jpeg`.
 * - `jpeg`: shrunk to `side`, encoded with `quality`.
 * - `raw`: shrunk to `side`.
 *
 * @throws BrokenImageError for an image that cannot be used
 */
export async function prepareImage(source: ImageSource, settings: PackSettings): Promise<PreparedImage> {
  const { as, side, quality, maxPixels, background } = settings;
  // Where no pixel is encoded anew, decoding shows that the image can be used, for which the quick way will do.
  const decoder = as === "jpeg-lossless" && side === null ? "fast" : "exact";
  const options: DecodeOptions = { maxPixels, background, decoder };
  const decoded = await decodeImage(source, options);
  const fits = side === null || Math.min(decoded.width, decoded.height) <= side;
  if (as === "jpeg-lossless" && fits && source.kind !== "raw") return keepPixels(source, decoded, options);
  const image = fits ? decoded : shrink(decoded, side);
  const { width, height } = image;
  const raw = as === "raw" || (as === "jpeg-lossless" && fits);
  if (raw) return { bytes: image.data, encoding: "raw", width, height };
  const jpeg = await native(() =>
    sharp(image.data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality, chromaSubsampling: "4:2:0" })
      .toBuffer(),
  );
  return { bytes: addRestarts(jpeg), encoding: "restartJpeg", width, height };
}

/** As the operation `resizeShorterEdge` does it, rounded to bytes. */
function shrink(image: DecodedImage, side: number): DecodedImage {
  const { width, height, data } = resizeShorterEdge.apply({ op: "resizeShorterEdge", size: side }, null, image);
  const bytes = new Uint8Array(data.length);
  for (let k = 0; k < data.length; k++) bytes[k] = Math.max(0, Math.min(255, Math.round(data[k]!)));
  return { width, height, data: bytes };
}

async function keepPixels(
  source: Exclude<ImageSource, { kind: "raw" }>,
  decoded: DecodedImage,
  options: DecodeOptions,
): Promise<PreparedImage> {
  const { width, height, data } = decoded;
  if (source.kind === "packed" && source.encoding === "raw") return { bytes: data, encoding: "raw", width, height };
  const bytes =
    source.kind === "packed"
      ? readVerified(source)
      : readContainedFile(source.path, source.root, maxFileBytes(options.maxPixels));
  const type = typeFromContent(bytes);
  if (type === "PNG" || type === "WebP") return { bytes, encoding: type === "PNG" ? "png" : "webp", width, height };
  const rewritten = await withRestarts(bytes, decoded, options);
  return rewritten
    ? { bytes: rewritten, encoding: "restartJpeg", width, height }
    : { bytes, encoding: "jpeg", width, height };
}

/** Undefined for a JPEG that has to stay as it is: progressive, to be rotated, with a profile, CMYK, and other rare kinds. */
async function withRestarts(jpeg: Buffer, decoded: DecodedImage, options: DecodeOptions): Promise<Buffer | undefined> {
  const header = readJpegHeader(jpeg);
  if (!header || !suitsTurbo(header)) return undefined;
  let rewritten: Buffer;
  try {
    rewritten = addRestarts(jpeg);
  } catch (error) {
    if (error instanceof UnsuitableJpeg) return undefined;
    throw error;
  }
  const again = await decodeEncoded(rewritten, "JPEG", options, (size) => new Uint8Array(size));
  return Buffer.compare(decoded.data, again.data) === 0 ? rewritten : undefined;
}
