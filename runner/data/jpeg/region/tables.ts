import type { Layout } from "../../../augment/fused/layout.ts";
import { marker, type ScanHeader } from "../../packed/jpeg/scan-header.ts";
import type { RegionDecoderExports } from "./module.ts";
import { huffmanTables, quantisationTables } from "./segments.ts";

/** The Huffman and quantisation tables of one image after another, in the memory of the decoder. */
export interface DecoderTables {
  /** Reads those of an image. False where one is missing that a component needs, or is none. */
  read(bytes: Buffer, header: ScanHeader): boolean;
  /** Addresses, by their numbers in the image. */
  dc: readonly number[];
  ac: readonly number[];
  quantisation: readonly number[];
}

// assembly/huffman-table.ts says what is in it.
const tableBytes = (4 << 11) + 128 * (4 << 5);
const perKind = 4;

export function layOutTables(layout: Layout, memory: WebAssembly.Memory, wasm: RegionDecoderExports): DecoderTables {
  const four = (bytes: number) => Array.from({ length: perKind }, () => layout.add(bytes));
  const huffman = [...four(tableBytes), ...four(tableBytes)];
  const quantisation = four(64 * 2);
  const segment = layout.add(16 + 256);
  /** The bytes from which each Huffman table was built: most images have the same, and building takes time. */
  const built: (Buffer | undefined)[] = huffman.map(() => undefined);

  function build(slot: number, table: Buffer): boolean {
    if (built[slot]?.equals(table)) return true;
    built[slot] = undefined;
    if (table.length > 16 + 256) return false;
    new Uint8Array(memory.buffer).set(table, segment);
    if (!wasm.buildHuffmanTable(segment, slot < perKind ? 1 : 0, huffman[slot]!)) return false;
    built[slot] = Buffer.from(table);
    return true;
  }

  return {
    dc: huffman.slice(0, perKind),
    ac: huffman.slice(perKind),
    quantisation,
    read(bytes, header) {
      const there = new Set<number>();
      for (const part of header.segments) {
        if (part.marker === marker.huffmanTables) {
          for (const [kind, table] of huffmanTables(bytes, part)) {
            const number = kind & 15;
            const isAc = kind >> 4;
            if (number >= perKind || isAc > 1 || !build(isAc * perKind + number, table)) return false;
            there.add(isAc * perKind + number);
          }
        } else if (part.marker === marker.quantisationTables) {
          for (const [number, table] of quantisationTables(bytes, part)) {
            if (number >= perKind) return false;
            new Uint16Array(memory.buffer, quantisation[number]!, 64).set(table);
            there.add(2 * perKind + number);
          }
        }
      }
      return header.components.every(
        ({ dcTable, acTable, quantisationTable }) =>
          there.has(dcTable) && there.has(perKind + acTable) && there.has(2 * perKind + quantisationTable),
      );
    },
  };
}
