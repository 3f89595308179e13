import { crc32 } from "node:zlib";
import { z } from "zod";
import { type PackedEncoding, packedEncodings } from "../dataset.ts";

/**
 * What lies where in a shard: the file `00000.index` beside the shard `00000.shard`. It is written after the shard, so a
 * shard with an index is whole. docs/packed.md describes it byte by byte.
 */
export interface ShardIndex extends IndexHeader {
  images: IndexedImages;
}

const headerSchema = z.strictObject({
  /** Which pack this belongs to: the fingerprint in its manifest. */
  pack: z.string(),
  /** The images of the source that this shard is made of: from `first` on, before `next`. */
  first: z.int().min(0),
  next: z.int().min(0),
  /** Length of the shard, and its SHA-256 in hexadecimal. */
  shardBytes: z.int().min(0).max(0xffffffff),
  shardSha256: z.string(),
  /** Images of the source that cannot be used, and so are not in the shard. */
  broken: z.array(z.strictObject({ image: z.string(), reason: z.string() })),
});
type IndexHeader = z.output<typeof headerSchema>;
export type BrokenImage = IndexHeader["broken"][number];

/** One image of a shard. */
export interface IndexedImage {
  /** Where its bytes are in the shard, how many, and their CRC-32. */
  offset: number;
  bytes: number;
  crc32: number;
  label: number;
  width: number;
  height: number;
  encoding: PackedEncoding;
  /** What the source calls it. */
  name: string;
}

/** Fields of a record in their order: 32-bit numbers without a sign, the least significant byte first. */
const field = { offset: 0, bytes: 1, crc32: 2, label: 3, width: 4, height: 5, encoding: 6, nameStart: 7 } as const;
const recordBytes = 32;

/** The records as they lie in the file, so that a million images take 32 MB and their names. */
export class IndexedImages {
  readonly length: number;
  readonly #records: Buffer;
  readonly #names: Buffer;

  constructor(records: Buffer, names: Buffer) {
    this.length = records.length / recordBytes;
    this.#records = records;
    this.#names = names;
  }

  label(index: number): number {
    return this.#get(index, "label");
  }

  name(index: number): string {
    const end = index + 1 < this.length ? this.#get(index + 1, "nameStart") : this.#names.length;
    return this.#names.toString("utf8", this.#get(index, "nameStart"), end);
  }

  at(index: number): IndexedImage {
    return {
      offset: this.#get(index, "offset"),
      bytes: this.#get(index, "bytes"),
      crc32: this.#get(index, "crc32"),
      label: this.#get(index, "label"),
      width: this.#get(index, "width"),
      height: this.#get(index, "height"),
      encoding: packedEncodings[this.#get(index, "encoding")]!,
      name: this.name(index),
    };
  }

  /** What is wrong with a record, in a few words; undefined where nothing is. */
  fault(index: number, shardBytes: number, classes: number): string | undefined {
    const get = (name: keyof typeof field) => this.#get(index, name);
    const pixels = get("width") * get("height");
    if (get("bytes") === 0 || get("offset") + get("bytes") > shardBytes) return "bytes beyond the end of its shard";
    if (get("label") >= classes) return `label ${get("label")} of ${classes} classes`;
    if (get("encoding") >= packedEncodings.length) return `encoding ${get("encoding")}`;
    if (pixels === 0) return "no pixels";
    const encoding = packedEncodings[get("encoding")];
    if (encoding === "raw" && get("bytes") !== pixels * 3) return `${get("bytes")} bytes for ${pixels} pixels`;
    const nameEnd = index + 1 < this.length ? this.#get(index + 1, "nameStart") : this.#names.length;
    if (get("nameStart") > nameEnd || nameEnd > this.#names.length) return "a name beyond the end of the names";
    return undefined;
  }

  #get(index: number, name: keyof typeof field): number {
    return this.#records.readUInt32LE(index * recordBytes + field[name] * 4);
  }
}

const magic = Buffer.from("RLINDEX1", "latin1");
/** The magic number, and the lengths of the header, of the records and of the names. */
const startBytes = 8 + 3 * 4;

export function encodeIndex(header: IndexHeader, images: readonly IndexedImage[]): Buffer {
  const headerText = Buffer.from(JSON.stringify(header));
  const records = Buffer.alloc(images.length * recordBytes);
  const names: Buffer[] = [];
  let nameStart = 0;
  for (const [index, image] of images.entries()) {
    const values = { ...image, encoding: packedEncodings.indexOf(image.encoding), nameStart };
    for (const [name, at] of Object.entries(field)) {
      records.writeUInt32LE(values[name as keyof typeof field], index * recordBytes + at * 4);
    }
    names.push(Buffer.from(image.name));
    nameStart += names.at(-1)!.length;
  }
  const start = Buffer.alloc(startBytes);
  magic.copy(start);
  start.writeUInt32LE(headerText.length, 8);
  start.writeUInt32LE(records.length, 12);
  start.writeUInt32LE(nameStart, 16);
  const content = Buffer.concat([start, headerText, records, ...names]);
  const end = Buffer.alloc(4);
  end.writeUInt32LE(crc32(content));
  return Buffer.concat([content, end]);
}

/** Returns what is wrong, in a few words, where the bytes are not a whole index. Records are not looked at. */
export function decodeIndex(bytes: Buffer): ShardIndex | string {
  if (bytes.length < startBytes + 4 || bytes.compare(magic, 0, 8, 0, 8) !== 0) return "no index of version 1";
  const content = bytes.length - 4;
  const found = crc32(bytes.subarray(0, content));
  if (found !== bytes.readUInt32LE(content)) return "a wrong checksum";
  const headerEnd = startBytes + bytes.readUInt32LE(8);
  const recordsEnd = headerEnd + bytes.readUInt32LE(12);
  const namesEnd = recordsEnd + bytes.readUInt32LE(16);
  if (namesEnd !== content || (recordsEnd - headerEnd) % recordBytes !== 0) return "lengths that do not add up";
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8", startBytes, headerEnd));
  } catch {
    return "a header that is not JSON";
  }
  const header = headerSchema.safeParse(json);
  if (!header.success) return "a header that lacks something";
  const images = new IndexedImages(bytes.subarray(headerEnd, recordsEnd), bytes.subarray(recordsEnd, namesEnd));
  return { ...header.data, images };
}
