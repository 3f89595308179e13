import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { UserError } from "../../errors.ts";
import type { Dataset } from "../dataset.ts";
import { damagedCopy, malformed, shown, unreadable } from "../errors.ts";
import type { DataFormat, DataLocation } from "./format.ts";
import { checkLabels, classNames, maxDataFileBytes, RawImages, readDataFile, sharedCopy } from "./raw-images.ts";

/**
 * The files of MNIST and its relatives, plain or gzipped: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and
 * `t10k-…` for the test part. All numbers are big-endian; a header is the magic number (two zero bytes, the type code
 * 8 for unsigned bytes, the number of dimensions) and a 32-bit size for each dimension. Images are one channel.
 * Source: http://yann.lecun.com/exdb/mnist/, "file formats".
 */
export const idx: DataFormat = {
  recognises: (entries) => entries.some((name) => partOf(name, "train", "images") || partOf(name, "t10k", "images")),
  openTrain: (location) => openPart(location, "train"),
  openValidation: async (location) => (await openPartIfThere(location, "t10k")) ?? openPart(location, "train"),
  openOwnTest: (location) => openPartIfThere(location, "t10k"),
};

type Part = "train" | "t10k";
type Kind = "images" | "labels";

/** Both spellings that are in use: train-images-idx3-ubyte and train-images.idx3-ubyte. */
function partOf(name: string, part: Part, kind: Kind): boolean {
  return new RegExp(`^${part}-${kind}[-.]idx${kind === "images" ? 3 : 1}-ubyte(\\.gz)?$`).test(name);
}

async function openPart(location: DataLocation, part: Part): Promise<Dataset> {
  const dataset = await openPartIfThere(location, part);
  if (dataset) return dataset;
  throw new UserError(
    "data-files-missing",
    `idx data is the files ${part}-images-idx3-ubyte and ${part}-labels-idx1-ubyte (or the same with .gz), but ${shown(location.folder)} has neither. Check the folder, or data.format.`,
  );
}

async function openPartIfThere(location: DataLocation, part: Part): Promise<Dataset | undefined> {
  const { folder, root } = location;
  const names = (
    await readdir(folder).catch((cause) => {
      throw unreadable("the idx files", folder, cause);
    })
  ).sort();
  // Sorted, a plain file comes before its .gz.
  const find = (kind: Kind) => names.find((name) => partOf(name, part, kind));
  const imagesName = find("images");
  const labelsName = find("labels");
  if (!imagesName && !labelsName) return undefined;
  if (!imagesName || !labelsName) {
    const missing = `${part}-${imagesName ? "labels-idx1" : "images-idx3"}-ubyte`;
    throw new UserError(
      "data-files-missing",
      `idx data comes in pairs of images and labels, but ${shown(folder)} has ${imagesName ?? labelsName} and no ${missing}. Put it there.`,
    );
  }
  const images = readIdx(join(folder, imagesName), root, ["images", "rows", "columns"]);
  const labels = readIdx(join(folder, labelsName), root, ["labels"]);
  const [length, height, width] = images.sizes as [number, number, number];
  if (labels.sizes[0] !== length) {
    throw malformed(
      join(folder, labelsName),
      `${length} labels, as many as ${imagesName} has images`,
      `${labels.sizes[0]}`,
      "The two files belong to different data sets, or to different parts of one.",
    );
  }
  if (length === 0 || width === 0 || height === 0) {
    throw malformed(
      join(folder, imagesName),
      "at least one image of at least one pixel",
      images.sizes.join("×"),
      damagedCopy,
    );
  }
  const classes = classNames(location, names, "classes.txt") ?? numberedClasses(location, names);
  checkLabels(labels.body, classes.length, join(folder, labelsName));
  return new RawImages({
    classes,
    labels: labels.body,
    buffer: sharedCopy([images.body]),
    offset: (index) => index * width * height,
    shape: { width, height, channels: 1, layout: "interleaved" },
    name: (index) => `${part}-images#${index}`,
  });
}

/** "0", "1", … up to the highest label of either part, so that both parts have the same classes. */
function numberedClasses({ folder, root }: DataLocation, names: readonly string[]): string[] {
  let highest = 0;
  for (const name of names.filter((name) => partOf(name, "train", "labels") || partOf(name, "t10k", "labels"))) {
    const { body } = readIdx(join(folder, name), root, ["labels"]);
    highest = body.reduce((most, label) => Math.max(most, label), highest);
  }
  return Array.from({ length: highest + 1 }, (_, label) => String(label));
}

/** Reads a file of unsigned bytes whose dimensions are `dimensions`, and checks that its length is what they say. */
function readIdx(path: string, root: string, dimensions: readonly string[]): { sizes: number[]; body: Uint8Array } {
  const bytes = readWhole(path, root);
  const headerBytes = 4 + 4 * dimensions.length;
  const magic = 0x0800 + dimensions.length;
  const hex = (value: number) => `0x${value.toString(16).padStart(8, "0")}`;
  if (bytes.length < headerBytes) {
    throw malformed(path, `an idx header of ${headerBytes} bytes`, `${bytes.length} bytes`, damagedCopy);
  }
  const received = bytes.readUInt32BE(0);
  if (received !== magic) {
    throw malformed(
      path,
      `the magic number ${hex(magic)} (unsigned bytes, ${dimensions.join(" × ")})`,
      hex(received),
      "It is not the file that its name says.",
    );
  }
  const sizes = dimensions.map((_, k) => bytes.readUInt32BE(4 + 4 * k));
  const expected = sizes.reduce((product, size) => product * size, 1) + headerBytes;
  if (bytes.length !== expected) {
    throw malformed(
      path,
      `${expected} bytes, for ${sizes.map((size, k) => `${size} ${dimensions[k]}`).join(" × ")}`,
      `${bytes.length}`,
      damagedCopy,
    );
  }
  return { sizes, body: bytes.subarray(headerBytes) };
}

function readWhole(path: string, root: string): Buffer {
  const bytes = readDataFile(path, root);
  if (!path.endsWith(".gz")) return bytes;
  try {
    // A gzip file of a few megabytes can claim terabytes.
    return gunzipSync(bytes, { maxOutputLength: maxDataFileBytes });
  } catch (cause) {
    throw malformed(path, "a whole gzip file", (cause as Error).message, damagedCopy);
  }
}
