import { type JpegSegment, uint16 } from "../../packed/jpeg/scan-header.ts";

/** The Huffman tables of a segment: their identifiers, and counts and symbols as the file has them. */
export function* huffmanTables(bytes: Buffer, { start, end }: JpegSegment): Generator<[number, Buffer]> {
  for (let at = start + 4; at + 17 <= end; ) {
    let symbols = 0;
    for (let length = 1; length <= 16; length++) symbols += bytes[at + length]!;
    const next = at + 17 + symbols;
    if (next > end) return;
    yield [bytes[at]!, bytes.subarray(at + 1, next)];
    at = next;
  }
}

/** The quantisation tables of a segment: their identifiers, and their numbers row by row. */
export function* quantisationTables(bytes: Buffer, { start, end }: JpegSegment): Generator<[number, Uint16Array]> {
  for (let at = start + 4; at < end; ) {
    const kind = bytes[at]!;
    const size = kind >> 4 === 0 ? 1 : 2;
    if (at + 1 + 64 * size > end) return;
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++) {
      table[zigzag[k]!] = size === 1 ? bytes[at + 1 + k]! : uint16(bytes, at + 1 + 2 * k);
    }
    yield [kind & 15, table];
    at += 1 + 64 * size;
  }
}

/** Where in its rows each coefficient of a block is. */
export const zigzag: Uint8Array = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21],
  ...[28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61],
  ...[54, 47, 55, 62, 63],
);
