/** What the segments before the first scan of a JPEG say, as far as it decides how to decode it. */
export interface JpegHeader {
  /** As stored, before EXIF's orientation. Pixels. */
  width: number;
  height: number;
  /** 1 (grey), 3 (colour) or 4 (CMYK, YCCK). */
  components: number;
  /** Bits of a sample. */
  precision: number;
  /** Huffman coding, sequential or progressive: neither arithmetic, lossless nor hierarchical. */
  common: boolean;
  /** Where the frame's segment begins. */
  frame: number;
  /** EXIF's: 1 is upright. */
  orientation: number;
  /** The pixels mean sRGB: no embedded profile, or that of sRGB itself. */
  srgb: boolean;
}

const marker = { startOfFrame: 0xc0, huffmanTable: 0xc4, extension: 0xc8, arithmetic: 0xcc, lastFrame: 0xcf } as const;
const startOfScan = 0xda;
const endOfImage = 0xd9;
const app1 = 0xe1;
const app2 = 0xe2;
/** SOF0 to SOF2: baseline, extended sequential and progressive, with Huffman codes. */
const lastCommonFrame = 0xc2;

/**
 * Walks the segments up to the first scan. Nothing is copied, no claim of the file is believed beyond its bytes.
 * Undefined where this is no ordinary JPEG: no or several frames, a size of 0, segments that do not add up, EXIF that
 * cannot be read.
 */
export function readJpegHeader(bytes: Buffer): JpegHeader | undefined {
  let frame: Pick<JpegHeader, "width" | "height" | "components" | "precision" | "common" | "frame"> | undefined;
  let orientation: number | undefined = 1;
  const profile: Buffer[] = [];
  let at = 2;
  for (;;) {
    if (at + 4 > bytes.length || bytes[at] !== 0xff) return undefined;
    const kind = bytes[at + 1]!;
    // Bytes of 0xFF may fill the space between segments.
    if (kind === 0xff) {
      at += 1;
      continue;
    }
    if (kind === startOfScan) break;
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (kind < marker.startOfFrame || kind === endOfImage || length < 2 || end > bytes.length) return undefined;
    const segment = bytes.subarray(at + 4, end);
    if (isFrame(kind)) {
      if (frame !== undefined || segment.length < 6) return undefined;
      frame = {
        precision: segment[0]!,
        height: segment.readUInt16BE(1),
        width: segment.readUInt16BE(3),
        components: segment[5]!,
        common: kind <= lastCommonFrame,
        frame: at,
      };
    } else if (kind === app1 && startsWith(segment, "Exif\0\0")) orientation = exifOrientation(segment.subarray(6));
    else if (kind === app2 && startsWith(segment, "ICC_PROFILE\0")) profile.push(segment.subarray(14));
    at = end;
  }
  if (frame === undefined || frame.width === 0 || frame.height === 0 || orientation === undefined) return undefined;
  return { ...frame, orientation, srgb: profile.length === 0 || (profile.length === 1 && isSrgbProfile(profile[0]!)) };
}

function isFrame(kind: number): boolean {
  if (kind < marker.startOfFrame || kind > marker.lastFrame) return false;
  return kind !== marker.huffmanTable && kind !== marker.extension && kind !== marker.arithmetic;
}

function startsWith(segment: Buffer, text: string): boolean {
  return segment.length > text.length && segment.toString("latin1", 0, text.length) === text;
}

/** EXIF is a TIFF file: byte order, 42, where the first directory is; a directory is a count and entries of 12 bytes. */
function exifOrientation(tiff: Buffer): number | undefined {
  const order = tiff.toString("latin1", 0, 2);
  if (tiff.length < 8 || (order !== "II" && order !== "MM")) return undefined;
  const uint16 = (offset: number) => (order === "II" ? tiff.readUInt16LE(offset) : tiff.readUInt16BE(offset));
  const uint32 = (offset: number) => (order === "II" ? tiff.readUInt32LE(offset) : tiff.readUInt32BE(offset));
  const directory = uint32(4);
  if (uint16(2) !== 42 || directory + 2 > tiff.length) return undefined;
  const entries = uint16(directory);
  if (directory + 2 + entries * 12 > tiff.length) return undefined;
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (uint16(at) === orientationTag) return uint16(at + 2) === shortType ? uint16(at + 8) : undefined;
  }
  return 1;
}

const orientationTag = 0x0112;
const shortType = 3;

/**
 * Whether a profile is the one that Hewlett-Packard made for sRGB, which cameras and editors embed: by its size and the
 * name of the device model in its header. Every other one, and one in several parts, is converted.
 */
function isSrgbProfile(profile: Buffer): boolean {
  return (
    profile.length === 3144 &&
    profile.toString("latin1", 48, 56) === "IEC sRGB" &&
    profile.toString("latin1", 16, 20) === "RGB " &&
    profile.includes("sRGB IEC61966-2.1")
  );
}
