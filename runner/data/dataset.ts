/**
 * A data set is a list of images with labels, addressed by index, and a way to read the bytes of one. Every format is
 * one implementation. Opening a data set lists it and checks its structure; it decodes nothing.
 */
export interface Dataset {
  /** Names of the classes; a label is an index into it. */
  readonly classes: readonly string[];
  /** Number of images. */
  readonly length: number;
  label(index: number): number;
  /** What a person calls image `index`: its path relative to the data set, or "train-images#17". */
  name(index: number): string;
  /** How a worker thread reads image `index`. Serialisable, so that it travels to a worker. */
  source(index: number): ImageSource;
}

export type ImageSource =
  /** An encoded file. `root` is the real path that the file's real path must lie in. */
  | { kind: "file"; path: string; root: string }
  /** Raw bytes in memory that worker threads share: `channels` planes or interleaved samples. */
  | {
      kind: "raw";
      buffer: SharedArrayBuffer;
      offset: number;
      width: number;
      height: number;
      channels: 1 | 3;
      layout: "interleaved" | "planar";
    }
  /** An image of a pack: `bytes` bytes of a shard from `offset` on. See docs/packed.md. */
  | {
      kind: "packed";
      /** The shard, whose real path must lie in `root`. */
      path: string;
      root: string;
      /** Which image of the shard. */
      position: number;
      offset: number;
      bytes: number;
      /** CRC-32 of these bytes. */
      crc32: number;
      encoding: PackedEncoding;
      /** Size of the image, upright. */
      width: number;
      height: number;
    };

/**
 * How an image lies in a pack. `raw`: interleaved RGB, row by row. `restartJpeg`: a baseline JPEG with restart markers and
 * a table of where they are, so that a part of it can be decoded alone. The others: an image file as it was.
 */
export const packedEncodings = ["raw", "restartJpeg", "jpeg", "png", "webp"] as const;
export type PackedEncoding = (typeof packedEncodings)[number];

export interface OpenedData {
  train: Dataset;
  validation: Dataset;
}
