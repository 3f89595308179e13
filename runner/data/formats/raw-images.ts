import { join } from "node:path";
import { readContainedFile } from "../contained-file.ts";
import type { Dataset, ImageSource } from "../dataset.ts";
import { BrokenImageError } from "../decoded-image.ts";
import { malformed } from "../errors.ts";
import type { DataLocation } from "./format.ts";

type RawSource = Extract<ImageSource, { kind: "raw" }>;

/** A data set of equally sized raw images, in memory that worker threads share. */
export class RawImages implements Dataset {
  readonly classes: readonly string[];
  readonly length: number;
  readonly #options: RawImagesOptions;

  constructor(options: RawImagesOptions) {
    this.classes = options.classes;
    this.length = options.labels.length;
    this.#options = options;
  }
  label(index: number): number {
    return this.#options.labels[index]!;
  }
  name(index: number): string {
    return this.#options.name(index);
  }
  source(index: number): RawSource {
    const { buffer, shape, offset } = this.#options;
    return { kind: "raw", buffer, offset: offset(index), ...shape };
  }
}

interface RawImagesOptions {
  classes: readonly string[];
  /** One byte an image. */
  labels: Uint8Array;
  buffer: SharedArrayBuffer;
  /** Byte of `buffer` at which image `index` starts. */
  offset(index: number): number;
  shape: Pick<RawSource, "width" | "height" | "channels" | "layout">;
  name(index: number): string;
}

/** The parts, one after the other, in shared memory. */
export function sharedCopy(parts: readonly Uint8Array[]): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    new Uint8Array(shared, offset).set(part);
    offset += part.length;
  }
  return shared;
}

/** Class names from a text file, one a line, blank lines skipped; undefined where `listing` has no such file. */
export function classNames({ folder, root }: DataLocation, listing: readonly string[], file: string) {
  if (!listing.includes(file)) return undefined;
  const lines = readDataFile(join(folder, file), root).toString("utf8").split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** 2 GiB: forty times MNIST, thirteen times CIFAR. */
export const maxDataFileBytes = 2 ** 31;

/** A binary data file, under the same rules as an image file: a regular file inside the root. */
export function readDataFile(path: string, root: string): Buffer {
  try {
    return readContainedFile(path, root, maxDataFileBytes);
  } catch (cause) {
    if (!(cause instanceof BrokenImageError)) throw cause;
    throw malformed(path, "a regular file inside the data folder", cause.message, "Put the file itself there.");
  }
}

export function checkLabels(labels: Uint8Array, classes: number, path: string): void {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong < 0) return;
  throw malformed(
    path,
    `labels from 0 to ${classes - 1}, for ${classes} classes`,
    `${labels[wrong]} for image ${wrong}`,
    "The file is damaged, or the list of class names belongs to another data set.",
  );
}
