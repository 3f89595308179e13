/** The types of image that are read. Every other one is refused, whatever its name. */
export type ImageType = "JPEG" | "PNG" | "WebP";

const typeOfExtension: Record<string, ImageType> = { jpg: "JPEG", jpeg: "JPEG", png: "PNG", webp: "WebP" };

/** What a file's name says that it is; undefined for a name that is not an image's. */
export function typeFromName(path: string): ImageType | undefined {
  return typeOfExtension[/\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? ""];
}

/** What a file's first bytes say that it is: one of the types that are read, or the name of another, or undefined. */
export function typeFromContent(bytes: Buffer): ImageType | (string & {}) | undefined {
  const text = (start: number, end: number) => bytes.toString("latin1", start, end);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "JPEG";
  if (text(0, 8) === "\u0089PNG\r\n\u001a\n") return "PNG";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "WebP";
  if (/^GIF8[79]a/.test(text(0, 6))) return "GIF";
  if (text(0, 5) === "%PDF-") return "PDF";
  if (/^(II\*\0|MM\0\*)/.test(text(0, 4))) return "TIFF";
  if (text(0, 2) === "BM") return "BMP";
  if (text(4, 8) === "ftyp") return /^(avif|avis)/.test(text(8, 12)) ? "AVIF" : "HEIF or another ISO media file";
  if (/<svg[\s>]/i.test(text(0, 1024))) return "SVG";
  if (/^\s*<(!doctype|html)/i.test(text(0, 256))) return "HTML";
  return undefined;
}

/**
 * Whether a PNG or WebP file ends before its own lengths say that it does. Decoders call that corrupt, or, where only
 * the last bytes are gone, do not notice. (A JPEG has no lengths; its decoder tells.)
 */
export function isCutShort(bytes: Buffer, type: ImageType): boolean {
  if (type === "WebP") return bytes.length < 8 || bytes.readUInt32LE(4) + 8 > bytes.length;
  if (type === "JPEG") return false;
  // A PNG chunk: length of the data, type, data, checksum.
  for (let offset = 8; offset + 12 <= bytes.length; ) {
    const end = offset + 12 + bytes.readUInt32BE(offset);
    if (bytes.toString("latin1", offset + 4, offset + 8) === "IEND") return end > bytes.length;
    offset = end;
  }
  return true;
}
