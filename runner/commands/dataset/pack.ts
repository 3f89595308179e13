import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type DataFormat, dataFormats, dataSchema } from "../../../shared/recipe/sections/data.ts";
import type { Dataset } from "../../data/dataset.ts";
import { type PackAs, packAs, validationFolder } from "../../data/packed/manifest.ts";
import { wholeNumber } from "../option-values.ts";

interface PackOptions {
  to: string;
  validation?: string;
  format?: DataFormat;
  as: PackAs;
  side?: number;
  quality: number;
  shardSize: number;
  workers: number;
  maxPixels: number;
  json?: boolean;
}

export function registerPack(dataset: Command): void {
  const defaults = dataSchema.parse({});
  dataset
    .command("pack")
    .summary("copy a data set into a few large files that are quick to read")
    .description(
      "Copies the images of a data set into shards, shrunk and stored so that training reads them quickly, and prints the recipe lines for them.",
    )
    .argument("<folder>", "folder of the images, as a recipe names it in data.train")
    .requiredOption("--to <dir>", "folder of the pack: new, empty, or the same pack's")
    .option("--validation <folder>", "pack these images too, into DIR/validation")
    .addOption(
      new Option("--format <format>", "how the images lie (default: what the files look like)").choices(dataFormats),
    )
    .addOption(new Option("--as <kind>", "how images are stored, see below").choices(packAs).default("jpeg-lossless"))
    .option("--side <n>", "shrink images whose shorter edge is longer than n pixels (default: none)", wholeNumber(1))
    .option("--quality <q>", "of the JPEGs that are encoded anew, 1 to 100", wholeNumber(1, 100), 95)
    .addOption(
      new Option("--shard-size <bytes>", "close a shard at this size: 100M, 1G")
        .argParser(bytes)
        .default(256 * 2 ** 20, "256M"),
    )
    .option("--workers <n>", "threads", wholeNumber(1, 256), availableParallelism())
    .option("--max-pixels <n>", "refuse larger images, as data.maxPixels does", wholeNumber(1), defaults.maxPixels)
    .option("--json", "print what was packed as JSON")
    .addHelpText(
      "after",
      `
Kinds:
  jpeg-lossless  JPEGs keep their exact pixels and get restart markers, so that training decodes only what a crop
                 needs; every other file stays as it is. With --side, larger images are encoded as with jpeg.
  jpeg           every image becomes a JPEG of --quality, with restart markers
  raw            pixels, 3 bytes each: the quickest to read and the largest on disk. With --side 256, an image of
                 ImageNet takes about 260 kB.

Transparent images are laid on black. Test files of the data set itself (idx, cifar) are packed into DIR/validation.
Images that cannot be used are named, and left out. A packing that was interrupted goes on when it is called again; a
pack that is complete is checked, and repaired where it is damaged. docs/packed.md describes the files.

Examples:
  recipe-lab dataset pack imagenet/train --validation imagenet/val --to packed --as jpeg --side 400 --quality 90
  recipe-lab dataset pack photos --to packed --as raw --side 256`,
    )
    .action(packFolder);
}

async function packFolder(folder: string, options: PackOptions): Promise<void> {
  const [{ openFolders }, { pack }, { describePack, packProgressLine }, { TaskProgress }, { storageError }] =
    await Promise.all([
      import("../../data/open.ts"),
      import("../../data/packed/pack/pack.ts"),
      import("../../terminal/pack-report.ts"),
      import("../../terminal/task-progress.ts"),
      import("../../runs/storage-error.ts"),
    ]);
  const { to, as, quality, shardSize, workers, maxPixels } = options;
  const { background } = dataSchema.parse({});
  const settings = { as, side: options.side ?? null, quality, shardSize, maxPixels, background };

  const packTo = async (destination: string, dataset: Dataset) => {
    const progress = new TaskProgress(process.stderr);
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    const packed = await pack(dataset, destination, {
      settings,
      workers,
      onProgress: (state) => progress.update(() => packProgressLine(state, dataset.length, seconds())),
    })
      .catch((error) => {
        throw storageError(error, "The pack", destination, "then call dataset pack once more: it goes on");
      })
      .finally(() => progress.clear());
    console.error(describePack(packed, destination, dataset.length));
    const { images, shards, bytes, classes, broken } = packed;
    return { folder: destination, images, shards: shards.length, bytes, classes, broken, settings };
  };

  const { train, validation } = await openFolders(folder, options.format, options.validation);
  const packs = {
    train: await packTo(to, train),
    validation: validation && (await packTo(join(to, validationFolder), validation)),
  };
  const data = { format: "packed", train: resolve(to) };
  if (options.json) {
    console.log(JSON.stringify({ ...packs, recipe: { data } }, null, 2));
    return;
  }
  console.error("Lines for the recipe:");
  console.log(`"data": ${JSON.stringify(data)}`);
}

/** "100M" is 100 · 2^20. */
function bytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMG]?)i?B?$/i.exec(text);
  const unit = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[match?.[2]?.toUpperCase() ?? ""] ?? 1;
  const value = Math.round(Number(match?.[1]) * unit);
  if (value >= 1 && value <= 2 ** 31) return value;
  throw new InvalidArgumentError("expected a size from 1 to 2G bytes, such as 100M");
}
