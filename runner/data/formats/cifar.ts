import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import type { Dataset } from "../dataset.ts";
import { damagedCopy, malformed, shown, unreadable } from "../errors.ts";
import type { DataFormat, DataLocation } from "./format.ts";
import { checkLabels, classNames, RawImages, readDataFile, sharedCopy } from "./raw-images.ts";

/**
 * The binary version of CIFAR-10 and CIFAR-100. A record is its label bytes and then 3,072 bytes: a red, a green and a
 * blue plane of 32×32. CIFAR-10 has one label byte; CIFAR-100 has two, the coarse label and then the fine one, which is
 * the one used here. Source: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
 */
export const cifar: DataFormat = {
  recognises: (entries) => variants.some((variant) => entries.some((name) => variant.train.test(name))),
  openTrain: (location) => openPart(location, "train"),
  openValidation: async (location) => (await openPartIfThere(location, "test")) ?? openPart(location, "train"),
  openOwnTest: (location) => openPartIfThere(location, "test"),
};

interface Variant {
  train: RegExp;
  test: RegExp;
  labelBytes: 1 | 2;
  classCount: number;
  classNames: string;
}

const variants: readonly Variant[] = [
  {
    train: /^data_batch_\d+\.bin$/,
    test: /^test_batch\.bin$/,
    labelBytes: 1,
    classCount: 10,
    classNames: "batches.meta.txt",
  },
  { train: /^train\.bin$/, test: /^test\.bin$/, labelBytes: 2, classCount: 100, classNames: "fine_label_names.txt" },
];
const side = 32;
const pixelBytes = 3 * side * side;

async function openPart(location: DataLocation, part: "train" | "test"): Promise<Dataset> {
  const dataset = await openPartIfThere(location, part);
  if (dataset) return dataset;
  throw new UserError(
    "data-files-missing",
    `cifar data is the files of the "binary version": data_batch_1.bin to data_batch_5.bin and test_batch.bin (CIFAR-10), or train.bin and test.bin (CIFAR-100), but ${shown(location.folder)} has no ${part} file. Name the folder that holds them (cifar-10-batches-bin, cifar-100-binary); the Python version is not read.`,
  );
}

async function openPartIfThere(location: DataLocation, part: "train" | "test"): Promise<Dataset | undefined> {
  const names = (
    await readdir(location.folder).catch((cause) => {
      throw unreadable("the cifar files", location.folder, cause);
    })
  ).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  for (const variant of variants) {
    const files = names.filter((name) => variant[part].test(name));
    if (files.length > 0) return openFiles(location, names, files, variant);
  }
  return undefined;
}

function openFiles(
  location: DataLocation,
  listing: readonly string[],
  files: readonly string[],
  variant: Variant,
): Dataset {
  const recordBytes = variant.labelBytes + pixelBytes;
  const classes =
    classNames(location, listing, variant.classNames) ??
    Array.from({ length: variant.classCount }, (_, k) => String(k));
  const parts: Buffer[] = [];
  const labels: number[] = [];
  /** Index of each file's first image, for names. */
  const starts: number[] = [];
  for (const file of files) {
    const path = join(location.folder, file);
    const bytes = readDataFile(path, location.root);
    if (bytes.length === 0 || bytes.length % recordBytes !== 0) {
      throw malformed(
        path,
        `a whole number of records of ${recordBytes} bytes`,
        `${bytes.length} bytes (${Math.floor(bytes.length / recordBytes)} records and ${bytes.length % recordBytes} bytes)`,
        damagedCopy,
      );
    }
    const own = Uint8Array.from(
      { length: bytes.length / recordBytes },
      (_, k) => bytes[k * recordBytes + variant.labelBytes - 1]!,
    );
    checkLabels(own, classes.length, path);
    starts.push(labels.length);
    for (const label of own) labels.push(label);
    parts.push(bytes);
  }
  return new RawImages({
    classes,
    labels: Uint8Array.from(labels),
    buffer: sharedCopy(parts),
    offset: (index) => index * recordBytes + variant.labelBytes,
    shape: { width: side, height: side, channels: 3, layout: "planar" },
    name: (index) => {
      const file = starts.findLastIndex((start) => start <= index);
      return `${files[file]}#${index - starts[file]!}`;
    },
  });
}
