import { UserError } from "../../../errors.ts";
import { printable } from "../../../terminal/style.ts";
import type { Dataset } from "../../dataset.ts";
import { type Manifest, type PackSettings, shardName, type UnfinishedManifest } from "../manifest.ts";
import type { ShardIndex } from "../shard-index.ts";
import { existingShard } from "./existing-shard.ts";
import { fingerprint } from "./fingerprint.ts";
import { claimFolder, finishFolder, markUnfinished } from "./pack-folder.ts";
import { PrepareAhead } from "./prepare-ahead.ts";
import { type FinishedShard, ShardWriter } from "./shard-writer.ts";
import { createPackPool } from "./worker-pool.ts";

export interface PackOptions {
  settings: PackSettings;
  /** Number of threads that prepare images. */
  workers: number;
  /** Called whenever an image is done, or a shard is found to be. */
  onProgress?(progress: PackProgress): void;
}

export interface PackProgress {
  /** Images of the source that are in shards or set aside. */
  done: number;
  /** Of these, the ones that an earlier packing had finished. */
  found: number;
  /** Bytes of all shards so far. */
  bytes: number;
}

export type Packed = Manifest & PackProgress;

/**
 * Packs a data set into `folder`: shard after shard, images in the order of the data set, so that the same data and
 * settings make the same bytes, whatever the number of threads. Shards that an earlier packing has finished are kept. So
 * one that was interrupted goes on, and one that was complete is checked, and repaired where it is damaged.
 *
 * @throws UserError where the folder holds anything else, where another process packs there, or where no image can be used
 */
export async function pack(dataset: Dataset, folder: string, options: PackOptions): Promise<Packed> {
  const { settings } = options;
  const description: UnfinishedManifest = {
    format: "recipe-lab-pack",
    version: 1,
    fingerprint: fingerprint(dataset, settings),
    settings,
    classes: [...dataset.classes],
  };
  const lease = await claimFolder(folder, description);
  try {
    return await packInto(dataset, folder, description, options);
  } catch (error) {
    // What went wrong is what has to be told, also where the disk is gone.
    await lease.release().catch(() => {});
    throw error;
  }
}

async function packInto(
  dataset: Dataset,
  folder: string,
  description: UnfinishedManifest,
  { settings, workers, onProgress }: PackOptions,
): Promise<Packed> {
  const shards: FinishedShard[] = [];
  const progress: PackProgress = { done: 0, found: 0, bytes: 0 };
  const pool = createPackPool({ workers, settings });
  const images = new PrepareAhead(dataset, pool, workers * 2);
  const advance = (images: number, bytes: number, found = 0) => {
    progress.done += images;
    progress.bytes += bytes;
    progress.found += found;
    onProgress?.({ ...progress });
  };

  let untouched = true;
  /** Makes the shard of the images from `first` on. */
  const write = async (number: number, first: number): Promise<FinishedShard> => {
    if (untouched) await markUnfinished(folder, description);
    untouched = false;
    const shard = await ShardWriter.create(folder, number, first);
    try {
      for (let index = first; index < dataset.length && shard.bytes < settings.shardSize; index++) {
        const answer = await images.take(index);
        if ("broken" in answer) shard.skip(dataset.name(index), answer.broken);
        else await shard.add(answer.image, dataset.name(index), dataset.label(index));
        advance(1, "image" in answer ? answer.image.bytes.length : 0);
      }
      return await shard.finish(description.fingerprint);
    } catch (error) {
      await shard.abandon();
      throw error;
    }
  };

  try {
    for (let next = 0; next < dataset.length; next = shards.at(-1)!.next) {
      const existing = await existingShard(folder, shards.length, { pack: description.fingerprint, first: next });
      if (existing) advance(existing.next - next, existing.shardBytes, existing.next - next);
      shards.push(existing ? finished(shards.length, existing) : await write(shards.length, next));
    }
  } finally {
    await pool.close();
  }

  const manifest: Manifest = {
    ...description,
    images: shards.reduce((sum, { images }) => sum + images, 0),
    shards: shards.map(({ file, bytes, images, sha256 }) => ({ file, bytes, images, sha256 })),
    broken: shards.flatMap(({ broken }) => broken),
  };
  if (manifest.images === 0) throw nothingUsable(manifest);
  await finishFolder(folder, manifest);
  return { ...manifest, ...progress };
}

function finished(number: number, { shardBytes, shardSha256, images, next, broken }: ShardIndex): FinishedShard {
  return { file: shardName(number), bytes: shardBytes, images: images.length, sha256: shardSha256, next, broken };
}

function nothingUsable({ broken }: Manifest): UserError {
  const [first] = broken;
  return new UserError(
    "no-usable-image",
    `None of the ${broken.length} images can be used, so there is nothing to pack: ${first ? `${printable(first.image)}: ${printable(first.reason)}` : "the data set is empty"}. \`recipe-lab dataset inspect\` lists what is wrong with each.`,
    { exitCode: 1 },
  );
}
