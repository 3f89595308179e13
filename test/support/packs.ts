import { mkdirSync, realpathSync } from "node:fs";
import type { Dataset } from "../../runner/data/dataset.ts";
import type { DataLocation } from "../../runner/data/formats/format.ts";
import type { PackSettings } from "../../runner/data/packed/manifest.ts";
import { claimFolder, finishFolder } from "../../runner/data/packed/pack/pack-folder.ts";
import { prepareImage } from "../../runner/data/packed/pack/prepare-image.ts";
import { ShardWriter } from "../../runner/data/packed/pack/shard-writer.ts";

export const packSettings: PackSettings = {
  as: "jpeg-lossless",
  side: null,
  quality: 95,
  shardSize: 1 << 20,
  maxPixels: 1_000_000,
  background: [0, 0, 0],
};

/** Packs into shards of `perShard` images on this thread, without the built workers that `pack` needs. */
export async function packHere(
  dataset: Dataset,
  folder: string,
  { settings = packSettings, perShard = 4 }: { settings?: PackSettings; perShard?: number } = {},
): Promise<DataLocation> {
  mkdirSync(folder, { recursive: true });
  const root = realpathSync(folder);
  const pack = "0".repeat(64);
  const description = {
    format: "recipe-lab-pack" as const,
    version: 1 as const,
    fingerprint: pack,
    settings,
    classes: [...dataset.classes],
  };
  await claimFolder(root, description);
  const shards = [];
  for (let first = 0; first < dataset.length; first += perShard) {
    const shard = await ShardWriter.create(root, shards.length, first);
    for (let index = first; index < Math.min(dataset.length, first + perShard); index++) {
      const image = await prepareImage(dataset.source(index), settings);
      await shard.add(image, dataset.name(index), dataset.label(index));
    }
    const { file, bytes, images, sha256 } = await shard.finish(pack);
    shards.push({ file, bytes, images, sha256 });
  }
  await finishFolder(root, { ...description, images: dataset.length, shards, broken: [] });
  return { folder: root, root };
}
