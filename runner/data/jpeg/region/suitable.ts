import {
  type JpegSegment,
  marker,
  readScanHeader,
  type ScanHeader,
  UnsuitableJpeg,
} from "../../packed/jpeg/scan-header.ts";

/**
 * The header of a JPEG whose parts can be decoded here: 8 bits, sequential, Huffman-coded, one scan; grey, or YCbCr with
 * colours at full resolution, at half along rows, or at half along both. Undefined for every other, which others decode.
 */
export function readSuitableHeader(bytes: Buffer): ScanHeader | undefined {
  let header: ScanHeader;
  try {
    header = readScanHeader(bytes);
  } catch (error) {
    if (error instanceof UnsuitableJpeg) return undefined;
    throw error;
  }
  const { segments, components, scan } = header;
  // One that is cut short has to be noticed also where only its beginning is wanted.
  if (bytes[bytes.length - 2] !== 0xff || bytes[bytes.length - 1] !== marker.endOfImage) return undefined;
  // A scan of all coefficients at once, in full precision.
  if (bytes[scan - 3] !== 0 || bytes[scan - 2] !== 63 || bytes[scan - 1] !== 0) return undefined;
  if (components.length === 1) return header;
  const [luma, blue, red] = components as [Component, Component, Component];
  if (blue.across * blue.down * red.across * red.down !== 1) return undefined;
  if (luma.across > 2 || luma.down > luma.across) return undefined;
  // Libjpeg does not interpolate colours over so few pixels.
  if (luma.across === 2 && header.width <= 4) return undefined;
  return segments.every((segment) => allowsYcbcr(bytes, segment)) ? header : undefined;
}

type Component = ScanHeader["components"][number];

/** Whether the frame names its components as JFIF does, and Adobe's segment says the same. */
function allowsYcbcr(bytes: Buffer, { marker: kind, start, end }: JpegSegment): boolean {
  if (kind === marker.baseline || kind === marker.extended) {
    return bytes[start + 10] === 1 && bytes[start + 13] === 2 && bytes[start + 16] === 3;
  }
  const isAdobe =
    kind === marker.app14 && end - start >= 16 && bytes.toString("latin1", start + 4, start + 9) === "Adobe";
  return !isAdobe || bytes[start + 15] === 1;
}
