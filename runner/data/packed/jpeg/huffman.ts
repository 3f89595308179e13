import { type JpegSegment, marker, UnsuitableJpeg } from "./scan-header.ts";

/** A Huffman table as a DHT segment writes it. Codes are given out in the order of the symbols, shortest first. */
export interface HuffmanTable {
  /** How many codes have 1, 2, … 16 bits. */
  counts: Uint8Array;
  symbols: Uint8Array;
}

/** Looks up codes of at most this many bits at once. */
export const lookaheadBits = 10;

/** A table made ready for reading. */
export interface HuffmanReader {
  /** For each value of the next `lookaheadBits` bits: symbol · 16 + code length, or 0 where the code is longer. */
  lookup: Uint16Array;
  /** Of the codes of each length: the largest, or −1, and what to add to a code to get the place of its symbol. */
  largest: Int32Array;
  place: Int32Array;
  symbols: Uint8Array;
}

/** The tables of all DHT segments: DC table k at k, AC table k at 4 + k. A later one replaces an earlier one. */
export function readHuffmanTables(bytes: Uint8Array, segments: readonly JpegSegment[]): (HuffmanTable | undefined)[] {
  const tables: (HuffmanTable | undefined)[] = Array.from({ length: 8 }, () => undefined);
  for (const { marker: kind, start, end } of segments) {
    if (kind !== marker.huffmanTables) continue;
    let position = start + 4;
    while (position < end) {
      const slot = (bytes[position]! >> 4) * 4 + (bytes[position]! & 15);
      const counts = bytes.slice(position + 1, position + 17);
      const total = counts.reduce((sum, count) => sum + count, 0);
      if ((bytes[position]! & 0xec) !== 0 || position + 17 + total > end || total > 256) throw damagedTable();
      tables[slot] = { counts, symbols: bytes.slice(position + 17, position + 17 + total) };
      position += 17 + total;
    }
  }
  return tables;
}

export function huffmanReader({ counts, symbols }: HuffmanTable): HuffmanReader {
  const lookup = new Uint16Array(1 << lookaheadBits);
  const largest = new Int32Array(17).fill(-1);
  const place = new Int32Array(17);
  forEachCode(counts, (code, length, index) => {
    if (code >= 1 << length) throw damagedTable();
    if (largest[length]! < 0) place[length] = index - code;
    largest[length] = code;
    if (length > lookaheadBits) return;
    const spread = lookaheadBits - length;
    lookup.fill(symbols[index]! * 16 + length, code << spread, (code + 1) << spread);
  });
  return { lookup, largest, place, symbols };
}

/** A table made ready for writing: code and length of every symbol that it has. */
export interface HuffmanWriter {
  codes: Uint16Array;
  lengths: Uint8Array;
}

export function huffmanWriter({ counts, symbols }: HuffmanTable): HuffmanWriter {
  const codes = new Uint16Array(256);
  const lengths = new Uint8Array(256);
  forEachCode(counts, (code, length, index) => {
    codes[symbols[index]!] = code;
    lengths[symbols[index]!] = length;
  });
  return { codes, lengths };
}

/** Codes in ascending order: the next number, doubled whenever the length grows (T.81, C.2). */
function forEachCode(counts: Uint8Array, use: (code: number, length: number, index: number) => void): void {
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    for (let k = 0; k < counts[length - 1]!; k++) use(code++, length, index++);
    code <<= 1;
  }
}

/**
 * The table that takes the fewest bits for symbols of these frequencies, with no code over 16 bits and none of ones
 * alone (T.81, K.2). `frequencies` has 256 entries.
 */
export function optimalTable(frequencies: Uint32Array): HuffmanTable {
  const lengths = codeLengths(frequencies);
  const bits = new Uint32Array(260);
  for (const length of lengths) if (length > 0) bits[length]!++;
  // Codes that are too long: two of them are replaced by their common prefix and by a longer pair further up.
  for (let length = bits.length - 1; length > 16; length--) {
    while (bits[length]! > 0) {
      let shorter = length - 2;
      while (bits[shorter] === 0) shorter--;
      bits[length]! -= 2;
      bits[length - 1]! += 1;
      bits[shorter + 1]! += 2;
      bits[shorter]! -= 1;
    }
  }
  // The code of ones alone is the reserved symbol's: one of the longest.
  let longest = 16;
  while (bits[longest] === 0) longest--;
  bits[longest]!--;
  const symbols = [...frequencies.keys()].filter((symbol) => frequencies[symbol]! > 0);
  symbols.sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  return { counts: Uint8Array.from(bits.subarray(1, 17)), symbols: Uint8Array.from(symbols) };
}

/** Huffman's code lengths for 256 symbols and a reserved one, the rarest, whose place in the result is 256. */
function codeLengths(frequencies: Uint32Array): Uint16Array {
  const weights = Float64Array.from({ length: 257 }, (_, symbol) => (symbol < 256 ? frequencies[symbol]! : 1));
  const next = new Int16Array(257).fill(-1);
  const lengths = new Uint16Array(257);
  for (;;) {
    // Among equals the larger symbol, so that the reserved one gets the longest code.
    const rarest = leastOf(weights, -1);
    const second = leastOf(weights, rarest);
    if (second < 0) break;
    weights[rarest]! += weights[second]!;
    weights[second] = 0;
    // The two chains grow by a bit and become one.
    let last = rarest;
    for (lengths[last]!++; next[last]! >= 0; lengths[last]!++) last = next[last]!;
    next[last] = second;
    for (last = second; last >= 0; last = next[last]!) lengths[last]!++;
  }
  return lengths;
}

function leastOf(weights: Float64Array, except: number): number {
  let least = -1;
  for (let symbol = 0; symbol < weights.length; symbol++) {
    if (symbol === except || weights[symbol] === 0) continue;
    if (least < 0 || weights[symbol]! <= weights[least]!) least = symbol;
  }
  return least;
}

const damagedTable = () => new UnsuitableJpeg("a damaged Huffman table");
