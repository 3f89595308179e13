import { type ScanHeader, UnsuitableJpeg } from "./scan-header.ts";

/**
 * Where the pieces between restart markers are: an application segment of the JPEG file, APP9 with the identifier
 * "RLPIECES", a zero and then the length of each piece in bytes, without its marker, as 16-bit numbers, most significant
 * byte first. One that is full goes on in another.
 */
const application9 = 0xe9;
const identifier = Buffer.from("RLPIECES\0", "latin1");
const perSegment = Math.floor((65535 - 2 - identifier.length) / 2);

/** @throws UnsuitableJpeg where a piece is longer than its number can say, which no camera's is */
export function restartTable(lengths: Uint32Array): Buffer {
  const segments: Buffer[] = [];
  for (let start = 0; start < lengths.length; start += perSegment) {
    const part = lengths.subarray(start, start + perSegment);
    const segment = Buffer.alloc(4 + identifier.length + 2 * part.length);
    segment.writeUInt16BE(0xff00 + application9, 0);
    segment.writeUInt16BE(segment.length - 2, 2);
    identifier.copy(segment, 4);
    for (const [k, length] of part.entries()) {
      if (length > 65535) throw new UnsuitableJpeg("a piece of over 65,535 bytes");
      segment.writeUInt16BE(length, 4 + identifier.length + 2 * k);
    }
    segments.push(segment);
  }
  return Buffer.concat(segments);
}

/**
 * Where each piece starts in `bytes`, and behind the last one where a next one would: two bytes beyond its end, where
 * the marker is that follows it. Undefined where the table does not fit the image.
 */
export function readPieces(bytes: Buffer, header: ScanHeader): Uint32Array | undefined {
  if (header.restartInterval === 0 || header.columns % header.restartInterval !== 0) return undefined;
  const count = (header.columns / header.restartInterval) * header.rows;
  const starts = new Uint32Array(count + 1);
  let piece = 0;
  let position = header.scan;
  starts[0] = position;
  for (const { marker, start, end } of header.segments) {
    const first = start + 4 + identifier.length;
    if (
      marker !== application9 ||
      end < first ||
      bytes.compare(identifier, 0, identifier.length, start + 4, first) !== 0
    )
      continue;
    for (let at = first; at + 2 <= end && piece < count; at += 2) {
      position += bytes.readUInt16BE(at) + 2;
      starts[++piece] = position;
    }
  }
  return piece === count && position === bytes.length ? starts : undefined;
}
