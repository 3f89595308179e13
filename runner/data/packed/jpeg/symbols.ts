import { type HuffmanReader, lookaheadBits } from "./huffman.ts";
import { type ScanHeader, UnsuitableJpeg } from "./scan-header.ts";

/**
 * The compressed data of a scan, taken apart into its symbols, with the DC differences as they become when the scan is
 * cut into pieces of `interval` units. A token holds what a symbol is written with:
 * bits 0–7 the symbol, 8–10 its table (DC 0–3, AC 4–7), 16–31 the bits that follow its code (as many as the symbol's
 * lower four bits say).
 */
export interface ScanSymbols {
  tokens: Uint32Array;
  /** The first token of each piece, and the number of tokens. */
  pieces: Uint32Array;
}

/**
 * @param readers by table: DC 0–3, AC 4–7
 * @throws UnsuitableJpeg where the data is damaged or ends early
 */
export function readSymbols(
  bytes: Uint8Array,
  header: ScanHeader,
  readers: readonly (HuffmanReader | undefined)[],
  interval: number,
): ScanSymbols {
  const units = header.columns * header.rows;
  const plan = blockPlan(header, readers);
  const bits = new BitReader(bytes, header.scan);
  const pieces = new Uint32Array(Math.ceil(units / interval) + 1);
  let tokens = new Uint32Array(Math.max(1024, bytes.length * 2));
  let count = 0;
  // The last DC value of each component, as the file predicts from it and as the pieces do.
  const decoded = new Int32Array(header.components.length);
  const encoded = new Int32Array(header.components.length);
  for (let unit = 0; unit < units; unit++) {
    if (header.restartInterval > 0 && unit > 0 && unit % header.restartInterval === 0) {
      bits.restart((unit / header.restartInterval - 1) & 7);
      decoded.fill(0);
    }
    if (unit % interval === 0) {
      pieces[unit / interval] = count;
      encoded.fill(0);
    }
    if (count + plan.length * 64 > tokens.length) {
      const larger = new Uint32Array(tokens.length * 2 + plan.length * 64);
      larger.set(tokens);
      tokens = larger;
    }
    for (const { component, dc, ac, dcTable, acTable } of plan) {
      const size = bits.symbol(dc);
      if (size > 11) throw damagedData();
      decoded[component]! += extend(bits.take(size), size);
      const difference = decoded[component]! - encoded[component]!;
      encoded[component] = decoded[component]!;
      const magnitude = 32 - Math.clz32(Math.abs(difference));
      if (magnitude > 11) throw damagedData();
      const amplitude = difference < 0 ? difference + (1 << magnitude) - 1 : difference;
      tokens[count++] = magnitude | (dcTable << 8) | (amplitude << 16);
      for (let k = 1; k < 64; k++) {
        const symbol = bits.symbol(ac);
        const length = symbol & 15;
        if (length === 0) {
          tokens[count++] = symbol | (acTable << 8);
          if (symbol !== 0xf0) {
            if (symbol !== 0) throw damagedData();
            break;
          }
          k += 15;
        } else {
          if (length > 10) throw damagedData();
          k += symbol >> 4;
          tokens[count++] = symbol | (acTable << 8) | (bits.take(length) << 16);
        }
        if (k > 63) throw damagedData();
      }
    }
  }
  bits.finish();
  pieces[pieces.length - 1] = count;
  return { tokens: tokens.subarray(0, count), pieces };
}

/** The blocks of one unit in their order. */
function blockPlan(header: ScanHeader, readers: readonly (HuffmanReader | undefined)[]) {
  return header.components.flatMap(({ across, down, dcTable, acTable }, component) => {
    const dc = readers[dcTable];
    const ac = readers[4 + acTable];
    if (!dc || !ac) throw new UnsuitableJpeg("no Huffman table for a component");
    return Array.from({ length: across * down }, () => ({ component, dc, ac, dcTable, acTable: 4 + acTable }));
  });
}

/** The signed value of `size` bits: those that start with 0 are negative (T.81, F.2.2.1). */
function extend(bits: number, size: number): number {
  return size > 0 && bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
}

/** Reads bits, most significant first, and takes the zero byte out that follows every 0xff. */
class BitReader {
  readonly #bytes: Uint8Array;
  #position: number;
  /** The lowest `#available` bits of it are the next ones. */
  #buffer = 0;
  #available = 0;
  /** Zero bits that were made up because the data had ended. */
  #invented = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  symbol({ lookup, largest, place, symbols }: HuffmanReader): number {
    if (this.#available < 16) this.#fill();
    const found = lookup[(this.#buffer >>> (this.#available - lookaheadBits)) & ((1 << lookaheadBits) - 1)]!;
    if (found !== 0) {
      this.#available -= found & 15;
      return found >> 4;
    }
    for (let length = lookaheadBits + 1; length <= 16; length++) {
      const code = (this.#buffer >>> (this.#available - length)) & ((1 << length) - 1);
      if (code > largest[length]!) continue;
      this.#available -= length;
      return symbols[code + place[length]!]!;
    }
    throw damagedData();
  }

  /** At most 11 bits. */
  take(count: number): number {
    if (this.#available < count) this.#fill();
    this.#available -= count;
    return (this.#buffer >>> this.#available) & ((1 << count) - 1);
  }

  /** Goes on after the restart marker `number`, which must come next. */
  restart(number: number): void {
    this.#mustHaveEnded();
    if (this.#bytes[this.#position] !== 0xff || this.#bytes[this.#position + 1] !== 0xd0 + number) throw damagedData();
    this.#position += 2;
    this.#available = 0;
    this.#invented = 0;
  }

  /** The end-of-image marker must come next. */
  finish(): void {
    this.#mustHaveEnded();
    if (this.#bytes[this.#position] !== 0xff || this.#bytes[this.#position + 1] !== 0xd9) throw damagedData();
  }

  /** Less than a byte may be left over, and none of the bits that were used may have been made up. */
  #mustHaveEnded(): void {
    const left = this.#available - this.#invented;
    if (left < 0 || left > 7) throw damagedData();
    while (this.#bytes[this.#position] === 0xff && this.#bytes[this.#position + 1] === 0xff) this.#position++;
  }

  #fill(): void {
    while (this.#available <= 23) {
      let byte = this.#bytes[this.#position];
      if (byte === undefined) throw damagedData();
      if (byte !== 0xff) this.#position++;
      else if (this.#bytes[this.#position + 1] === 0) this.#position += 2;
      else {
        // A marker: the data has ended, and what is read ahead is zeros.
        byte = 0;
        this.#invented += 8;
        if (this.#invented > 64) throw damagedData();
      }
      this.#buffer = (this.#buffer << 8) | byte;
      this.#available += 8;
    }
  }
}

const damagedData = () => new UnsuitableJpeg("damaged data");
