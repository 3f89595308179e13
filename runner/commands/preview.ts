import type { Command } from "commander";
import { count as countOf } from "../../shared/count.ts";
import type { DecodeOptions } from "../data/decode.ts";
import { UserError } from "../errors.ts";
import { collect, wholeNumber } from "./option-values.ts";

interface PreviewOptions {
  image: string;
  count: number;
  seed?: number;
  epoch: number;
  validation?: boolean;
  out?: string;
  tensor?: string;
  explain?: boolean;
  set?: string[];
}

export function register(program: Command): void {
  program
    .command("preview")
    .summary("see what a recipe's augmentation makes of an image")
    .description("Augments one image as a training with this recipe would, and shows or explains the results.")
    .argument("<file>", "recipe, *.recipe.json")
    .requiredOption("--image <image>", "the image: JPEG, PNG or WebP")
    .option("--count <n>", "how many samples, 1 to 256", wholeNumber(1, 256), 8)
    .option("--seed <n>", "seed (default: the recipe's training.seed)", wholeNumber(0, 2 ** 32 - 1))
    .option("--epoch <n>", "epoch whose random numbers are drawn, 0-based", wholeNumber(0, 2 ** 32 - 1), 0)
    .option("--validation", "the validation pipeline instead of the training pipeline; one sample, nothing is random")
    .option("--out <file.png>", "draw a picture: the image, then the samples with the normalisation undone")
    .option(
      "--tensor <file.npy>",
      "write the samples as the network gets them: NumPy, float32, [count, height, width, 3]",
    )
    .option("--explain", "print, as JSON on standard output, every number that was drawn and all options")
    .option(
      "--set <path=value>",
      "override a field of the recipe, such as augmentation.train.0.size=96; may be repeated",
      collect,
    )
    .addHelpText(
      "after",
      `
Sample k is what the training would make of the image if it were image k of the data set, with the same seed and epoch.

Examples:
  recipe-lab preview my.recipe.json --image cat.jpg --count 15 --out grid.png
  recipe-lab preview my.recipe.json --image cat.jpg --tensor batch.npy --explain > drawn.json`,
    )
    .action(preview);
}

async function preview(file: string, options: PreviewOptions): Promise<void> {
  if (!(options.out || options.tensor || options.explain)) {
    throw new UserError(
      "nothing-to-do",
      "preview needs at least one of --out FILE.png, --tensor FILE.npy and --explain.",
    );
  }
  const { usableRecipe } = await import("../recipe/load-recipe-file.ts");
  const { augmentSamples, explain } = await import("../augment/preview/samples.ts");
  const { recipe } = usableRecipe(file, { overrides: options.set ?? [] });
  const { ops, count } = options.validation
    ? { ops: recipe.augmentation.validation, count: 1 }
    : { ops: recipe.augmentation.train, count: options.count };
  const key = { seed: options.seed ?? recipe.training.seed, epoch: options.epoch };

  const { decoded: image, samples } = await orUnusable(options.image, async () => {
    const decoded = await decodeFile(options.image, recipe.data);
    return { decoded, samples: augmentSamples(decoded, ops, { count, ...key }) };
  });
  const [, height, width] = samples.shape;

  if (options.out) {
    const { drawGrid } = await import("../augment/preview/grid.ts");
    const { displayable } = await import("../augment/preview/displayable.ts");
    const pixels = displayable(samples.tensor, ops);
    const bytes = width * height * 3;
    const pictures = samples.steps.map((_, index) => ({
      width,
      height,
      data: pixels.subarray(index * bytes, (index + 1) * bytes),
    }));
    await write(options.out, await drawGrid([image, ...pictures], { width, height }));
    console.error(`${options.out}: the image, then ${countOf(count, "sample")} of ${width}×${height}`);
  }
  if (options.tensor) {
    const { encodeNpy } = await import("../interop/npy.ts");
    await write(options.tensor, encodeNpy(samples.tensor, samples.shape));
    console.error(`${options.tensor}: float32 [${samples.shape.join(", ")}]`);
  }
  if (options.explain) {
    console.log(JSON.stringify({ recipe: file, image: options.image, ...explain(image, samples, key) }, null, 2));
  }
}

async function decodeFile(path: string, limits: DecodeOptions) {
  const { realpath } = await import("node:fs/promises");
  const { dirname } = await import("node:path");
  const { decodeImage } = await import("../data/decode.ts");
  const resolved = await realpath(path).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === "ENOENT" ? "there is no such file" : cause.message;
    throw new UserError("image-unreadable", `${path}: ${reason}. --image takes a JPEG, PNG or WebP file.`, { cause });
  });
  return decodeImage({ kind: "file", path: resolved, root: dirname(resolved) }, limits);
}

/** A broken image is the caller's input here, not one of many. */
async function orUnusable<T>(image: string, work: () => Promise<T>): Promise<T> {
  const { BrokenImageError } = await import("../data/decoded-image.ts");
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof BrokenImageError)) throw cause;
    throw new UserError("image-unusable", `${image} cannot be used: ${cause.message}.`, { cause });
  }
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  await writeFile(path, bytes).catch((cause: Error) => {
    throw new UserError("cannot-write", `${path} cannot be written: ${cause.message}.`, { exitCode: 1, cause });
  });
}
