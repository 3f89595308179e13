import { join } from "node:path";
import { readContainedFile } from "../contained-file.ts";
import type { Dataset } from "../dataset.ts";
import { BrokenImageError } from "../decoded-image.ts";
import { malformed } from "../errors.ts";
import type { DataLocation } from "../formats/format.ts";
import { maxDataFileBytes } from "../formats/raw-images.ts";
import type { PackedSource } from "./decode-packed.ts";
import { indexName, type Manifest, manifestName, manifestSchema } from "./manifest.ts";
import { decodeIndex, type IndexedImages, type ShardIndex } from "./shard-index.ts";

const advice =
  "Call `recipe-lab dataset pack` with the folder and options that the pack was made with once more: it makes anew what is damaged.";

/**
 * Opens a pack: reads its manifest and the index of every shard, and checks every record. The shards themselves are
 * read by who decodes; one that is missing or damaged costs its images, not the data set.
 */
export function openPack({ folder, root }: DataLocation): Dataset {
  const manifest = readManifest(folder, root);
  const shards: OpenedShard[] = [];
  let length = 0;
  for (const { file, bytes, images: count } of manifest.shards) {
    const { images } = readIndex(join(folder, indexName(file)), root, manifest, { bytes, count });
    shards.push({ path: join(folder, file), first: length, images });
    length += images.length;
  }
  return new PackedImages(manifest.classes, length, shards, root);
}

export function readManifest(folder: string, root: string): Manifest {
  const path = join(folder, manifestName);
  const text = readWhole(path, root).toString("utf8");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw malformed(path, "the JSON of a pack", (cause as Error).message, advice);
  }
  const manifest = manifestSchema.safeParse(json);
  if (manifest.success) return manifest.data;
  const [issue] = manifest.error.issues;
  throw malformed(path, "the manifest of a pack of version 1", `${issue!.path.join(".")}: ${issue!.message}`, advice);
}

/** @throws UserError where it is not the whole index of a shard of this pack, with `count` images */
export function readIndex(
  path: string,
  root: string,
  pack: { fingerprint: string; classes: readonly string[] },
  expected: { bytes: number; count: number },
): ShardIndex {
  const index = decodeIndex(readWhole(path, root));
  const refuse = (found: string) => malformed(path, "the index of a shard", found, advice);
  if (typeof index === "string") throw refuse(index);
  if (index.pack !== pack.fingerprint) throw refuse("that of another pack");
  if (index.shardBytes !== expected.bytes || index.images.length !== expected.count) {
    throw refuse(`${index.images.length} images in ${index.shardBytes} bytes, and its manifest has others`);
  }
  for (let k = 0; k < index.images.length; k++) {
    const fault = index.images.fault(k, index.shardBytes, pack.classes.length);
    if (fault !== undefined) throw refuse(`${fault} (image ${k})`);
  }
  return index;
}

function readWhole(path: string, root: string): Buffer {
  try {
    return readContainedFile(path, root, maxDataFileBytes);
  } catch (cause) {
    if (!(cause instanceof BrokenImageError)) throw cause;
    throw malformed(path, "a file of a pack", cause.message, advice);
  }
}

interface OpenedShard {
  path: string;
  /** Which image of the pack its first one is. */
  first: number;
  images: IndexedImages;
}

class PackedImages implements Dataset {
  readonly classes: readonly string[];
  readonly length: number;
  readonly #shards: readonly OpenedShard[];
  readonly #root: string;

  constructor(classes: readonly string[], length: number, shards: readonly OpenedShard[], root: string) {
    this.classes = classes;
    this.length = length;
    this.#shards = shards;
    this.#root = root;
  }

  label(index: number): number {
    const { images, first } = this.#shardOf(index);
    return images.label(index - first);
  }

  name(index: number): string {
    const { images, first } = this.#shardOf(index);
    return images.name(index - first);
  }

  source(index: number): PackedSource {
    const { images, first, path } = this.#shardOf(index);
    const position = index - first;
    const { offset, bytes, crc32, encoding, width, height } = images.at(position);
    return { kind: "packed", path, root: this.#root, position, offset, bytes, crc32, encoding, width, height };
  }

  /** By halving: the last shard that starts at `index` or before. */
  #shardOf(index: number): OpenedShard {
    let low = 0;
    let high = this.#shards.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#shards[middle]!.first <= index) low = middle;
      else high = middle - 1;
    }
    return this.#shards[low]!;
  }
}
