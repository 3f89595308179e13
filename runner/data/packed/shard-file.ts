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
const openShards = new Map<string, { file: number; size: number }>();
const maxOpenShards = 64;

/** Reads the bytes of an image and compares their checksum with the index. */
export function readVerified(source: PackedSource): Buffer {
  const bytes = Buffer.allocUnsafe(source.bytes);
  readBytes(source, bytes);
  return bytes;
}

/** Reads rows of a raw image. The checksum counts the whole of it, so all of it is read. */
export function readRawRows(
  source: PackedSource,
  { top, height }: { top: number; height: number },
  allocate: Allocate,
): Uint8Array {
  const rowBytes = source.width * 3;
  if (source.bytes !== rowBytes * source.height) {
    throw damagedShard(source, `${source.bytes} bytes for ${source.width}×${source.height} pixels`);
  }
  const bytes = allocate(source.bytes);
  readBytes(source, bytes);
  return bytes.subarray(top * rowBytes, (top + height) * rowBytes);
}

function readBytes(source: PackedSource, bytes: Uint8Array): void {
  const { file, size } = openShard(source);
  const { offset } = source;
  if (offset + source.bytes > size) {
    throw damagedShard(source, `${size} bytes, and its index has an image at ${offset} to ${offset + source.bytes}`);
  }
  readFully(file, bytes, offset);
  const found = crc32(bytes);
  if (found !== source.crc32) {
    throw damagedShard(source, `a checksum of ${hex(found)} where its index says ${hex(source.crc32)}`);
  }
}

function openShard({ path, root }: PackedSource): { file: number; size: number } {
  let shard = openShards.get(path);
  if (shard) return shard;
  const [oldest] = openShards;
  if (oldest && openShards.size >= maxOpenShards) {
    openShards.delete(oldest[0]);
    closeSync(oldest[1].file);
  }
  shard = openContainedFile(path, root);
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
