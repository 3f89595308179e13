import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Dataset } from "../dataset.ts";
import { type DecodeOptions, decodeImage } from "../decode.ts";
import { BrokenImageError, type DecodedImage } from "../decoded-image.ts";
import { ColorStatistics, type ColorSummary } from "./color-statistics.ts";

export interface Inspection {
  images: number;
  classes: { name: string; images: number; broken: number }[];
  /** Absent where no image can be read. */
  sizes?: {
    width: Spread;
    height: Spread;
    /** The most frequent sizes, at most five. */
    common: { width: number; height: number; images: number }[];
  };
  broken: { image: string; reason: string }[];
  /** Groups of images with the same pixels, whatever their files; `classes` says where they lie. */
  duplicates: { images: string[]; classes: string[] }[];
  color?: ColorSummary;
}

export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** Reads every image once, a few at a time so that all cores decode. */
export async function inspect(
  dataset: Dataset,
  options: DecodeOptions,
  progress: (done: number) => void,
): Promise<Inspection> {
  const classes = dataset.classes.map((name) => ({ name, images: 0, broken: 0 }));
  const reasons = new Map<number, string>();
  const byPixels = new Map<string, number[]>();
  const sizes = new Map<string, { width: number; height: number; images: number }>();
  const color = new ColorStatistics();

  const take = async (index: number) => {
    const entry = classes[dataset.label(index)]!;
    entry.images += 1;
    let image: DecodedImage;
    try {
      image = await decodeImage(dataset.source(index), options);
    } catch (error) {
      if (!(error instanceof BrokenImageError)) throw error;
      entry.broken += 1;
      reasons.set(index, error.message);
      return;
    }
    color.add(image);
    const size = `${image.width}×${image.height}`;
    const same = sizes.get(size) ?? { width: image.width, height: image.height, images: 0 };
    same.images += 1;
    sizes.set(size, same);
    const pixels = createHash("sha256").update(size).update(image.data).digest("base64");
    const twins = byPixels.get(pixels);
    if (twins) twins.push(index);
    else byPixels.set(pixels, [index]);
  };

  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < dataset.length) {
      await take(next++);
      progress(++done);
      // Raw images never wait for anything; Ctrl-C and the progress line need a turn.
      if (done % 256 === 0) await nextTurn();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));

  const inOrder = [...reasons].sort(([a], [b]) => a - b);
  const twins = [...byPixels.values()].filter((group) => group.length > 1).map((group) => group.sort((a, b) => a - b));
  const summary = color.summary();
  return {
    images: dataset.length,
    classes,
    ...(sizes.size > 0 ? { sizes: summariseSizes([...sizes.values()]) } : {}),
    broken: inOrder.map(([index, reason]) => ({ image: dataset.name(index), reason })),
    duplicates: twins
      .sort((a, b) => a[0]! - b[0]!)
      .map((group) => ({
        images: group.map((index) => dataset.name(index)),
        classes: [...new Set(group.map((index) => dataset.classes[dataset.label(index)]!))],
      })),
    ...(summary ? { color: summary } : {}),
  };
}

type SizeCount = { width: number; height: number; images: number };

function summariseSizes(sizes: SizeCount[]): NonNullable<Inspection["sizes"]> {
  return {
    width: spread(sizes.map(({ width, images }) => ({ value: width, images }))),
    height: spread(sizes.map(({ height, images }) => ({ value: height, images }))),
    common: sizes.sort((a, b) => b.images - a.images || b.width - a.width || b.height - a.height).slice(0, 5),
  };
}

/** The lower median where there are two in the middle. */
function spread(values: { value: number; images: number }[]): Spread {
  const sorted = values.sort((a, b) => a.value - b.value);
  let before = Math.floor((sorted.reduce((total, { images }) => total + images, 0) - 1) / 2);
  let median = sorted[0]!.value;
  for (const { value, images } of sorted) {
    median = value;
    if (before < images) break;
    before -= images;
  }
  return { min: sorted[0]!.value, median, max: sorted.at(-1)!.value };
}
