import { availableParallelism } from "node:os";
import { dataSchema } from "../../../shared/recipe/sections/data.ts";
import type { Dataset, ImageSource } from "../../data/dataset.ts";
import type { PackSettings } from "../../data/packed/manifest.ts";
import { openPack } from "../../data/packed/open-pack.ts";
import { pack } from "../../data/packed/pack/pack.ts";

/** Packs images as `dataset pack` does, into `folder` (a real path), and returns how they are read from there. */
export async function packedSources(
  sources: readonly ImageSource[],
  folder: string,
  kind: Pick<PackSettings, "as" | "side">,
): Promise<ImageSource[]> {
  const dataset: Dataset = {
    classes: ["image"],
    length: sources.length,
    label: () => 0,
    name: (index) => String(index),
    source: (index) => sources[index]!,
  };
  const { maxPixels, background } = dataSchema.parse({});
  const settings = { ...kind, quality: 95, shardSize: 2 ** 28, maxPixels, background };
  await pack(dataset, folder, { settings, workers: availableParallelism() });
  const packed = openPack({ folder, root: folder });
  return Array.from({ length: packed.length }, (_, index) => packed.source(index));
}
