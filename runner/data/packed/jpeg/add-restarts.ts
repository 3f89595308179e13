import {
  type HuffmanTable,
  type HuffmanWriter,
  huffmanReader,
  huffmanWriter,
  optimalTable,
  readHuffmanTables,
} from "./huffman.ts";
import { restartTable } from "./restart-table.ts";
import { marker, readScanHeader, type ScanHeader, UnsuitableJpeg } from "./scan-header.ts";
import { readSymbols, type ScanSymbols } from "./symbols.ts";

/**
 * Rewrites a baseline JPEG with a restart marker every few units, so that a rectangle of it can be decoded alone: the
 * same coefficients, hence the same pixels, in other Huffman codes, which fit this image. A table of where the pieces
 * are comes along in an application segment. Of the others those stay that say what the colours mean; EXIF does not.
 *
 * @throws UnsuitableJpeg for a JPEG of another kind, and for a damaged one
 */
export function addRestarts(jpeg: Uint8Array): Buffer {
  const header = readScanHeader(jpeg);
  const tables = readHuffmanTables(jpeg, header.segments);
  const interval = chooseInterval(header);
  const symbols = readSymbols(
    jpeg,
    header,
    tables.map((table) => table && huffmanReader(table)),
    interval,
  );
  const frequencies = countSymbols(symbols.tokens);
  const written = frequencies.map((counts) => (counts.some((count) => count > 0) ? optimalTable(counts) : undefined));
  const { data, lengths } = writePieces(symbols, written, frequencies);
  return Buffer.concat([
    Buffer.from([0xff, marker.startOfImage]),
    ...kept(jpeg, header, [marker.app0, marker.app2, marker.app14]),
    restartTable(lengths),
    ...kept(jpeg, header, [marker.quantisationTables, marker.baseline, marker.extended]),
    huffmanSegment(written),
    Buffer.from([0xff, marker.restartInterval, 0, 4, interval >> 8, interval & 255]),
    ...kept(jpeg, header, [marker.startOfScan]),
    data,
    Buffer.from([0xff, marker.endOfImage]),
  ]);
}

/** A piece of about this many pixels across: smaller ones cost bytes, larger ones decode more than the crop. */
const piecePixels = 64;

/**
 * Units between restart markers: a divisor of a row, so that pieces of a rectangle put side by side are an image again.
 * A row of a prime number of units has no useful one, and gets a marker after every unit.
 */
function chooseInterval({ columns, unit }: ScanHeader): number {
  for (let interval = Math.min(columns, piecePixels / unit.width); interval > 1; interval--) {
    if (columns % interval === 0) return interval;
  }
  return 1;
}

function kept(jpeg: Uint8Array, header: ScanHeader, kinds: readonly number[]): Uint8Array[] {
  return header.segments
    .filter((segment) => kinds.includes(segment.marker))
    .map(({ start, end }) => jpeg.subarray(start, end));
}

function countSymbols(tokens: Uint32Array): Uint32Array[] {
  const all = new Uint32Array(8 * 256);
  for (let k = 0; k < tokens.length; k++) all[tokens[k]! & 0x7ff]!++;
  return Array.from({ length: 8 }, (_, slot) => all.subarray(slot * 256, slot * 256 + 256));
}

function huffmanSegment(tables: readonly (HuffmanTable | undefined)[]): Buffer {
  const parts = tables.flatMap((table, slot) =>
    table ? [Buffer.from([((slot >> 2) << 4) | (slot & 3)]), table.counts, table.symbols] : [],
  );
  const length = 2 + parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([0xff, marker.huffmanTables, length >> 8, length & 255]), ...parts]);
}

/** Writes every piece, padded with ones to whole bytes, and the restart markers between them. */
function writePieces(
  { tokens, pieces }: ScanSymbols,
  tables: readonly (HuffmanTable | undefined)[],
  frequencies: readonly Uint32Array[],
): { data: Buffer; lengths: Uint32Array } {
  const { codes, codeLengths, bits } = codeTable(tables, frequencies);
  const count = pieces.length - 1;
  // Every byte may be 0xff and take another one; a piece may be padded, and is followed by a marker.
  const data = Buffer.allocUnsafe(2 * Math.ceil(bits / 8) + 4 * count);
  const lengths = new Uint32Array(count);
  let position = 0;
  for (let piece = 0; piece < count; piece++) {
    const start = position;
    let buffer = 0;
    let available = 0;
    for (let k = pieces[piece]!; k < pieces[piece + 1]!; k++) {
      const token = tokens[k]!;
      const extra = token & 15;
      // At most 16 bits of code; then at most 11 of amplitude: with 7 that are left over, never more than 32.
      const length = codeLengths[token & 0x7ff]!;
      buffer = (buffer << length) | codes[token & 0x7ff]!;
      available += length;
      while (available >= 8) {
        available -= 8;
        const byte = (buffer >>> available) & 255;
        data[position++] = byte;
        if (byte === 255) data[position++] = 0;
      }
      buffer = (buffer << extra) | (token >>> 16);
      available += extra;
      while (available >= 8) {
        available -= 8;
        const byte = (buffer >>> available) & 255;
        data[position++] = byte;
        if (byte === 255) data[position++] = 0;
      }
    }
    if (available > 0) {
      const byte = ((buffer << (8 - available)) | ((1 << (8 - available)) - 1)) & 255;
      data[position++] = byte;
      if (byte === 255) data[position++] = 0;
    }
    lengths[piece] = position - start;
    if (piece === count - 1) break;
    data[position++] = 255;
    data[position++] = marker.restart0 + (piece & 7);
  }
  return { data: data.subarray(0, position), lengths };
}

/** Code and length by table and symbol, and how many bits the whole scan takes. */
function codeTable(tables: readonly (HuffmanTable | undefined)[], frequencies: readonly Uint32Array[]) {
  const codes = new Uint16Array(8 * 256);
  const codeLengths = new Uint8Array(8 * 256);
  let bits = 0;
  for (const [slot, table] of tables.entries()) {
    if (!table) continue;
    const writer: HuffmanWriter = huffmanWriter(table);
    codes.set(writer.codes, slot * 256);
    codeLengths.set(writer.lengths, slot * 256);
    for (const symbol of table.symbols) bits += frequencies[slot]![symbol]! * (writer.lengths[symbol]! + (symbol & 15));
  }
  if (!Number.isSafeInteger(bits)) throw new UnsuitableJpeg("damaged data");
  return { codes, codeLengths, bits };
}
