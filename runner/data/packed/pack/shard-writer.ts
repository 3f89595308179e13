import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { replaceFile, syncFolder } from "../../../runs/durable.ts";
import { indexName, shardName } from "../manifest.ts";
import { type BrokenImage, encodeIndex, type IndexedImage } from "../shard-index.ts";
import type { PreparedImage } from "./prepare-image.ts";

/** What a finished shard adds to the manifest. */
export interface FinishedShard {
  file: string;
  bytes: number;
  images: number;
  sha256: string;
  next: number;
  broken: readonly BrokenImage[];
}

/** Bytes are given to the system in pieces of about this size. */
const pieceBytes = 4 << 20;

/**
 * Writes one shard. Its bytes go to a temporary name; when they are on the disk they get their own, and then the index
 * appears, as a whole. So a shard that has an index is whole, whenever the process or the machine stops.
 */
export class ShardWriter {
  readonly #folder: string;
  readonly #number: number;
  readonly #first: number;
  readonly #file: FileHandle;
  readonly #temporary: string;
  readonly #images: IndexedImage[] = [];
  readonly #broken: BrokenImage[] = [];
  readonly #hash = createHash("sha256");
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #bytes = 0;
  #next: number;

  private constructor(folder: string, number: number, first: number, file: FileHandle, temporary: string) {
    this.#folder = folder;
    this.#number = number;
    this.#first = first;
    this.#next = first;
    this.#file = file;
    this.#temporary = temporary;
  }

  /** @param first which image of the source comes next */
  static async create(folder: string, number: number, first: number): Promise<ShardWriter> {
    const temporary = join(folder, `${shardName(number)}.${process.pid}.tmp`);
    return new ShardWriter(folder, number, first, await open(temporary, "w"), temporary);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async add(image: PreparedImage, name: string, label: number): Promise<void> {
    const { bytes, encoding, width, height } = image;
    const checksum = crc32(bytes);
    this.#images.push({
      offset: this.#bytes,
      bytes: bytes.length,
      crc32: checksum,
      label,
      width,
      height,
      encoding,
      name,
    });
    this.#hash.update(bytes);
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.#bytes += bytes.length;
    this.#next += 1;
    if (this.#pendingBytes >= pieceBytes) await this.#write();
  }

  skip(image: string, reason: string): void {
    this.#broken.push({ image, reason });
    this.#next += 1;
  }

  async finish(pack: string): Promise<FinishedShard> {
    await this.#write();
    await this.#file.sync();
    await this.#file.close();
    const file = shardName(this.#number);
    await rename(this.#temporary, join(this.#folder, file));
    await syncFolder(this.#folder);
    const shard = {
      file,
      bytes: this.#bytes,
      sha256: this.#hash.digest("hex"),
      next: this.#next,
      broken: this.#broken,
    };
    const header = {
      pack,
      first: this.#first,
      next: shard.next,
      shardBytes: shard.bytes,
      shardSha256: shard.sha256,
      broken: this.#broken,
    };
    await replaceFile(join(this.#folder, indexName(file)), encodeIndex(header, this.#images));
    return { ...shard, images: this.#images.length };
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    await this.#file.close();
    await rm(this.#temporary, { force: true });
  }

  async #write(): Promise<void> {
    const pieces = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    for (const piece of pieces.length > 0 ? [Buffer.concat(pieces)] : []) await this.#file.appendFile(piece);
  }
}
