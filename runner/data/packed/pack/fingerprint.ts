import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { Dataset, ImageSource } from "../../dataset.ts";
import type { PackSettings } from "../manifest.ts";

/**
 * SHA-256, in hexadecimal, of what decides what a pack holds: the settings, the classes, and the name, label, size and
 * time of change of every image. Two packings with the same one make the same shards.
 */
export function fingerprint(dataset: Dataset, settings: PackSettings): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify({ settings, classes: dataset.classes, images: dataset.length }));
  const stateOf = sourceStates();
  for (let index = 0; index < dataset.length; index++) {
    hash.update(JSON.stringify([dataset.name(index), dataset.label(index), stateOf(dataset.source(index))]));
  }
  return hash.digest("hex");
}

function sourceStates(): (source: ImageSource) => unknown {
  const buffers = new Map<SharedArrayBuffer, number>();
  return (source) => {
    if (source.kind === "packed") return source.crc32;
    if (source.kind === "file") return fileState(source.path);
    const { buffer, ...place } = source;
    const checksum = buffers.get(buffer) ?? crc32(new Uint8Array(buffer));
    buffers.set(buffer, checksum);
    return [checksum, place];
  };
}

/** A file that cannot be looked at is found to be broken when it is read. */
function fileState(path: string): [size: number, modifiedMs: number] | null {
  try {
    const { size, mtimeMs } = statSync(path);
    return [size, mtimeMs];
  } catch {
    return null;
  }
}
