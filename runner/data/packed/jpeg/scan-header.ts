/** The header of a JPEG file: what precedes the compressed data of its first scan. Source: ITU-T T.81, annex B. */
export interface ScanHeader {
  width: number;
  height: number;
  /** In the order of the scan. */
  components: JpegComponent[];
  /** Size of a minimum coded unit in pixels: what one step of an interleaved scan covers. */
  unit: { width: number; height: number };
  /** Units in a row of the image, and rows of them. */
  columns: number;
  rows: number;
  /** Units between two restart markers; 0 where there are none. */
  restartInterval: number;
  segments: JpegSegment[];
  /** Where the frame header's marker lies. */
  frame: number;
  /** Where the compressed data begins. */
  scan: number;
}

export interface JpegComponent {
  /** Blocks of this component in a unit, across and down. */
  across: number;
  down: number;
  /** Which Huffman tables its DC and AC coefficients use. */
  dcTable: number;
  acTable: number;
  quantisationTable: number;
}

export interface JpegSegment {
  /** Second byte of the marker: 0xdb is DQT. */
  marker: number;
  /** Of the marker, its length and its data. */
  start: number;
  end: number;
}

export const marker = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  restart0: 0xd0,
  baseline: 0xc0,
  extended: 0xc1,
  huffmanTables: 0xc4,
  quantisationTables: 0xdb,
  restartInterval: 0xdd,
  startOfScan: 0xda,
  app0: 0xe0,
  app2: 0xe2,
  app14: 0xee,
} as const;

/** A JPEG that cannot be rewritten block by block. The message says what it has: "progressive". */
export class UnsuitableJpeg extends Error {}

/**
 * Reads the header of an 8-bit baseline (or extended sequential, Huffman-coded) JPEG of one interleaved scan.
 * @throws UnsuitableJpeg for every other kind, and for one whose header is damaged
 */
export function readScanHeader(bytes: Uint8Array): ScanHeader {
  const segments: JpegSegment[] = [];
  let position = 2;
  let frame: JpegSegment | undefined;
  let restartInterval = 0;
  if (bytes[0] !== 0xff || bytes[1] !== marker.startOfImage) throw new UnsuitableJpeg("no JPEG");
  for (;;) {
    // A marker may be preceded by any number of fill bytes 0xff.
    while (bytes[position] === 0xff && bytes[position + 1] === 0xff) position++;
    const kind = bytes[position + 1];
    if (position + 4 > bytes.length || bytes[position] !== 0xff || kind === undefined) throw damaged();
    const length = uint16(bytes, position + 2);
    const segment = { marker: kind, start: position, end: position + 2 + length };
    if (length < 2 || segment.end > bytes.length) throw damaged();
    if (isFrame(kind)) {
      if (frame) throw damaged();
      frame = segment;
    }
    if (kind === marker.restartInterval) {
      if (length < 4) throw damaged();
      restartInterval = uint16(bytes, position + 4);
    }
    segments.push(segment);
    position = segment.end;
    if (kind === marker.startOfScan) break;
  }
  if (!frame) throw damaged();
  const scan = segments.at(-1)!;
  return { ...readFrame(bytes, frame, scan), restartInterval, segments, frame: frame.start, scan: scan.end };
}

/** SOF0 to SOF15, without DHT, JPG and DAC, which lie among them. */
const isFrame = (kind: number) => kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc;

function readFrame(bytes: Uint8Array, { marker: kind, start, end }: JpegSegment, scan: JpegSegment) {
  if (kind === 0xc2) throw new UnsuitableJpeg("progressive");
  if (kind !== marker.baseline && kind !== marker.extended) throw new UnsuitableJpeg("lossless or arithmetic coding");
  const count = bytes[start + 9]!;
  if (end - start < 10 || end - start !== 10 + 3 * count || count === 0) throw damaged();
  if (bytes[start + 4] !== 8) throw new UnsuitableJpeg(`${bytes[start + 4]} bits a sample`);
  if (count !== 1 && count !== 3) throw new UnsuitableJpeg(`${count} components`);
  if (bytes[scan.start + 4] !== count || scan.end - scan.start !== 8 + 2 * count) {
    throw new UnsuitableJpeg("several scans");
  }
  const height = uint16(bytes, start + 5);
  const width = uint16(bytes, start + 7);
  if (width === 0) throw damaged();
  if (height === 0) throw new UnsuitableJpeg("the height after the image");
  const components: JpegComponent[] = [];
  for (let k = 0; k < count; k++) {
    const at = start + 10 + 3 * k;
    const inScan = scan.start + 5 + 2 * k;
    if (bytes[at] !== bytes[inScan]) throw new UnsuitableJpeg("components in another order");
    const across = bytes[at + 1]! >> 4;
    const down = bytes[at + 1]! & 15;
    if (across < 1 || across > 4 || down < 1 || down > 4) throw damaged();
    const dcTable = bytes[inScan + 1]! >> 4;
    const acTable = bytes[inScan + 1]! & 15;
    if (dcTable > 3 || acTable > 3) throw damaged();
    const tables = { dcTable, acTable, quantisationTable: bytes[at + 2]! };
    // The unit of a scan of one component is one block, whatever its sampling factors.
    components.push(count === 1 ? { across: 1, down: 1, ...tables } : { across, down, ...tables });
  }
  const unit = {
    width: 8 * Math.max(...components.map(({ across }) => across)),
    height: 8 * Math.max(...components.map(({ down }) => down)),
  };
  const columns = Math.ceil(width / unit.width);
  const rows = Math.ceil(height / unit.height);
  return { width, height, components, unit, columns, rows };
}

const damaged = () => new UnsuitableJpeg("a damaged header");

export function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}
