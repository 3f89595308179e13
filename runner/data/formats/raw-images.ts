import { readFile } from "node:fs/promises";
import type { Dataset, ImageSource } from "../dataset.ts";
import { malformed, unreadable } from "../errors.ts";

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

/** Class names from a text file, one a line, blank lines skipped; undefined where there is no such file. */
export async function classNames(path: string): Promise<string[] | undefined> {
  try {
    const lines = (await readFile(path, "utf8")).split(/\r?\n/).map((line) => line.trim());
    return lines.filter((line) => line !== "");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unreadable("the class names", path, cause);
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
