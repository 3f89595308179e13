import { closeSync } from "node:fs";
import { basename } from "node:path";
import { crc32 } from "node:zlib";
import { openContainedFile, readFully } from "../contained-file.ts";
import type { Allocate } from "../decode.ts";
import { BrokenImageError } from "../decoded-image.ts";
import type { PackedSource } from "./decode-packed.ts";

/**
 * The shards that this thread has open. Opening one for every image would cost more than reading the image. A shard is
 * never changed, only replaced as a whole, so a file stays what it was.
 */
interface OpenShard {
  file: number;
  size: number;
  /** A bit for each image: whether this thread has found its checksum to be right. */
  verified: Uint8Array;
}
const openShards = new Map<string, OpenShard>();
const maxOpenShards = 64;

/** Reads the bytes of an image and compares their checksum with the index. */
export function readVerified(source: PackedSource): Buffer {
  const bytes = Buffer.allocUnsafe(source.bytes);
  readAll(source, openShard(source), bytes);
  return bytes;
}

/**
 * Reads rows of a raw image. The checksum is of all rows, so the first time all are read and checked. After that only
 * those that are asked for: to read and check the others, too, would take longer than to augment the image.
 */
export function readRawRows(
  source: PackedSource,
  { top, height }: { top: number; height: number },
  allocate: Allocate,
): Uint8Array {
  const rowBytes = source.width * 3;
  if (source.bytes !== rowBytes * source.height) {
    throw damagedShard(source, `${source.bytes} bytes for ${source.width}×${source.height} pixels`);
  }
  const shard = openShard(source);
  if (isVerified(shard, source.position)) {
    const rows = allocate(height * rowBytes);
    readBytes(source, shard, rows, top * rowBytes);
    return rows;
  }
  const bytes = allocate(source.bytes);
  readAll(source, shard, bytes);
  noteVerified(shard, source.position);
  return bytes.subarray(top * rowBytes, (top + height) * rowBytes);
}

function readAll(source: PackedSource, shard: OpenShard, bytes: Uint8Array): void {
  readBytes(source, shard, bytes, 0);
  const found = crc32(bytes);
  if (found !== source.crc32) {
    throw damagedShard(source, `a checksum of ${hex(found)} where its index says ${hex(source.crc32)}`);
  }
}

/** Fills `bytes` with the image's from byte `start` on. */
function readBytes(source: PackedSource, { file, size }: OpenShard, bytes: Uint8Array, start: number): void {
  const { offset } = source;
  if (offset + source.bytes > size) {
    throw damagedShard(source, `${size} bytes, and its index has an image at ${offset} to ${offset + source.bytes}`);
  }
  if (start + bytes.length > source.bytes) throw new Error("bytes beyond the image");
  readFully(file, bytes, offset + start);
}

function isVerified({ verified }: OpenShard, position: number): boolean {
  return ((verified[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
}

function noteVerified(shard: OpenShard, position: number): void {
  if (position >> 3 >= shard.verified.length) {
    const larger = new Uint8Array(2 * ((position >> 3) + 1));
    larger.set(shard.verified);
    shard.verified = larger;
  }
  shard.verified[position >> 3]! |= 1 << (position & 7);
}

function openShard({ path, root }: PackedSource): OpenShard {
  let shard = openShards.get(path);
  if (shard) return shard;
  const [oldest] = openShards;
  if (oldest && openShards.size >= maxOpenShards) {
    openShards.delete(oldest[0]);
    closeSync(oldest[1].file);
  }
  shard = { ...openContainedFile(path, root), verified: new Uint8Array(64) };
  openShards.set(path, shard);
  return shard;
}

/** `found` completes "the shard is damaged: it has …". */
export function damagedShard({ path }: PackedSource, found: string): BrokenImageError {
  return new BrokenImageError(`the shard ${basename(path)} is damaged: it has ${found}`);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
