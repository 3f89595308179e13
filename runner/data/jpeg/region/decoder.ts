import { Layout, type Region } from "../../../augment/fused/layout.ts";
import type { Box } from "../../../augment/operation.ts";
import type { DecodedImage } from "../../decoded-image.ts";
import { marker, type ScanHeader } from "../../packed/jpeg/scan-header.ts";
import { instantiateRegionDecoder } from "./module.ts";
import { zigzag } from "./segments.ts";
import { layOutTables } from "./tables.ts";

/** Decodes parts of ordinary JPEG files in a WebAssembly memory of its own. One for each thread. */
export interface RegionDecoder {
  /**
   * The pixels of `box`, which lies in the image, and maybe some to its left: as many rows as it has, which end with its
   * last column. They are valid until the next call. Undefined where what was read of the file has any fault.
   *
   * @param header from `readSuitableHeader`
   */
  decode(bytes: Buffer, header: ScanHeader, box: Box): DecodedImage | undefined;
  readonly memory: WebAssembly.Memory;
  /** For the tests of the bounds: where the last call was allowed to write. */
  readonly regions: readonly Region[];
}

const pageBytes = 65_536;
// assembly/scan.ts says what these are.
const blocksBytes = 6 * 144 + 128 + 12 * 16;
const places = 64 + 96;
const outside = 128;
/** Pieces that are read and written whole reach so far beyond their ends. */
const slack = 64;
/** What a unit may read beyond the data, where there is not enough of it. */
const overread = 2048;
/** How far beyond the box samples have an influence on its pixels: one sample of colour. */
const margin = 2;

export function createRegionDecoder(): RegionDecoder {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const wasm = instantiateRegionDecoder(memory);
  let regions: readonly Region[] = [];

  function addFixed(layout: Layout) {
    return {
      tables: layOutTables(layout, memory, wasm),
      zigzag: layout.add(places),
      blocks: layout.add(blocksBytes),
      scanJob: layout.add(36 * 4),
      rowsJob: layout.add(17 * 4),
    };
  }
  const fixedLayout = new Layout();
  const fixed = addFixed(fixedLayout);
  reserve(fixedLayout);
  const zigzagTable = new Uint8Array(memory.buffer, fixed.zigzag, places).fill(outside);
  for (const [index, place] of zigzag.entries()) zigzagTable[index + 1] = 2 * place;

  function reserve(layout: Layout): void {
    regions = layout.regions;
    const missing = layout.bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  }

  function decode(bytes: Buffer, header: ScanHeader, box: Box): DecodedImage | undefined {
    if (!fixed.tables.read(bytes, header)) return undefined;
    const units = unitsOf(header, box);
    const { left, right, top, bottom } = units;
    const { unit, components } = header;

    const layout = new Layout(fixedLayout);
    const dataBytes = bytes.length - header.scan;
    const data = layout.add(dataBytes + slack);
    const streamBytes = overread + dataBytes + slack;
    const stream = layout.add(streamBytes) + streamBytes;
    const planes = components.map(({ across, down }) => {
      const stride = (right - left) * across * 8;
      return { stride, address: layout.add(stride * (bottom - top) * down * 8 + slack) };
    });
    const lineBytes = (right - left) * unit.width * 2 + slack;
    const lines = layout.add(4 * lineBytes);
    const width = box.left + box.width - left * unit.width;
    const out = layout.add(width * box.height * 3 + slack);
    reserve(layout);

    const { buffer } = memory;
    const there = new Uint8Array(buffer, data, dataBytes + slack);
    there.set(bytes.subarray(header.scan));
    // However the data ends, a marker follows.
    for (let at = dataBytes; at < there.length; at++) there[at] = (at - dataBytes) % 2 === 0 ? 0xff : marker.endOfImage;
    new Uint32Array(buffer, fixed.scanJob, 12 + 8 * components.length).set([
      ...[data, stream, header.restartInterval, header.columns, bottom, left, right, top, fixed.blocks, fixed.zigzag],
      ...[header.rows, components.length],
      ...components.flatMap(({ across, down, dcTable, acTable, quantisationTable }, index) => [
        ...[across, down, fixed.tables.quantisation[quantisationTable]!],
        ...[fixed.tables.dc[dcTable]!, fixed.tables.ac[acTable]!, planes[index]!.address, planes[index]!.stride, 0],
      ]),
    ]);
    if (wasm.decodeScan(fixed.scanJob) !== 0) return undefined;

    const [luma, blue, red] = planes;
    const { across, down } = components[0]!;
    const colours =
      blue && red
        ? [blue.address, red.address, blue.stride, top * 8, across, down].concat(
            Math.min(blue.stride, Math.ceil(header.width / across) - left * 8),
            Math.ceil(header.height / down),
          )
        : [0, 0, 0, 0, 0, 0, 0, 0];
    new Uint32Array(buffer, fixed.rowsJob, 17).set([
      ...[out, width, box.top, box.top + box.height, luma!.address, luma!.stride, top * unit.height],
      ...[...colours, lines, lineBytes],
    ]);
    wasm.convertRows(fixed.rowsJob);
    const pixels = new Uint8Array(buffer, out, width * box.height * 3);
    return { width, height: box.height, data: pixels, room: { memory, layout } };
  }

  return {
    decode,
    memory,
    get regions() {
      return regions;
    },
  };
}

/** The columns and rows of units, from the first to before the last, that have an influence on the pixels of `box`. */
function unitsOf({ unit, columns, rows }: ScanHeader, box: Box) {
  return {
    left: Math.max(0, Math.floor((box.left - margin) / unit.width)),
    right: Math.min(columns, Math.ceil((box.left + box.width + margin) / unit.width)),
    top: Math.max(0, Math.floor((box.top - margin) / unit.height)),
    bottom: Math.min(rows, Math.ceil((box.top + box.height + margin) / unit.height)),
  };
}
