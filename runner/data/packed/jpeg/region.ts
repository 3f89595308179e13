import type { Box } from "../../../augment/operation.ts";
import { marker, type ScanHeader } from "./scan-header.ts";

/** A part of an image: the JPEG that it is, and where it lies in the whole. */
export interface JpegRegion {
  jpeg: Buffer;
  box: Box;
}

/**
 * How far beyond the box pixels are decoded that have an influence on those in it: chroma at half resolution is
 * interpolated from its neighbours, one chroma pixel away.
 */
const margin = 2;
/** Over fewer pixels decoders do not interpolate colours, also where the whole image has more. */
const fewestPixels = 5;

/**
 * Makes a JPEG of the pieces of `bytes` that cover `box`, whose pixels in the box are those of the whole, bit for bit.
 * Everything but the size in the frame header and the numbers of the restart markers is copied.
 *
 * @param pieces from `readPieces`: the caller has found them to lie in `bytes`
 */
export function cutRegion(bytes: Buffer, header: ScanHeader, pieces: Uint32Array, box: Box): JpegRegion {
  const { unit, restartInterval, width, height, scan, frame } = header;
  const pieceWidth = restartInterval * unit.width;
  const across = header.columns / restartInterval;
  const left = Math.max(0, Math.floor(Math.min(box.left - margin, width - fewestPixels) / pieceWidth));
  const right = Math.min(across, Math.ceil((box.left + box.width + margin) / pieceWidth));
  const top = Math.max(0, Math.floor((box.top - margin) / unit.height));
  const bottom = Math.min(header.rows, Math.ceil((box.top + box.height + margin) / unit.height));
  const region: Box = {
    left: left * pieceWidth,
    top: top * unit.height,
    width: Math.min(width, right * pieceWidth) - left * pieceWidth,
    height: Math.min(height, bottom * unit.height) - top * unit.height,
  };

  let length = scan;
  for (let row = top; row < bottom; row++) length += pieces[row * across + right]! - pieces[row * across + left]!;
  const jpeg = Buffer.allocUnsafe(length);
  bytes.copy(jpeg, 0, 0, scan);
  jpeg.writeUInt16BE(region.height, frame + 5);
  jpeg.writeUInt16BE(region.width, frame + 7);
  let position = scan;
  let restart = 0;
  for (let row = top; row < bottom; row++) {
    // The pieces of a row lie together, each with the marker behind it.
    const start = pieces[row * across + left]!;
    bytes.copy(jpeg, position, start, pieces[row * across + right]!);
    for (let column = left + 1; column <= right; column++) {
      const end = position + pieces[row * across + column]! - start;
      jpeg[end - 2] = 0xff;
      jpeg[end - 1] = marker.restart0 + (restart++ & 7);
    }
    position += pieces[row * across + right]! - start;
  }
  jpeg[position - 1] = marker.endOfImage;
  return { jpeg, box: region };
}
