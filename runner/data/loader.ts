import { availableParallelism } from "node:os";
import type { OperationOptions } from "../../shared/augmentations/index.ts";
import { createWorkerPool } from "../augment/worker-pool.ts";
import type { Dataset } from "./dataset.ts";
import type { DecodeOptions } from "./decode.ts";
import { type FillContext, fillWithoutBroken, fillWithReplacements } from "./loader/fill-batch.ts";
import { createQuarantine, type OnQuarantine } from "./loader/quarantine.ts";

/**
 * Turns an order of images into batches, ahead of the training step: while the network works on one batch, threads
 * fill the next ones in shared memory. What a batch holds depends on seed, epoch, order and data set alone: not on the
 * number of threads, nor on where an epoch was entered.
 */
export interface Loader {
  /** The batches of one epoch. One iteration at a time; a batch is valid until it is released or the iteration ends. */
  batches(epoch: EpochOrder): AsyncGenerator<Batch, void, undefined>;
  /** How many images were found to be broken so far. */
  readonly quarantined: number;
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface EpochOrder {
  /** 0-based. */
  epoch: number;
  /** Data-set indices. Cut it to whole batches where the last one is to be dropped. */
  order: Uint32Array;
  batchSize: number;
  /** Batches that an earlier process has trained on, where a run is resumed in the middle of an epoch. */
  startBatch?: number;
}

export interface Batch {
  /** [n, size, size, 3], in shared memory. */
  images: Float32Array;
  /** [n], indices into the data set's classes. */
  labels: Int32Array;
  /** [n], indices into the data set. */
  indices: Uint32Array;
  /** How long the caller waited for this batch. */
  waitMs: number;
  /** Gives the memory of `images` back, to be filled with a later batch. */
  release(): void;
}

export interface LoaderOptions {
  dataset: Dataset;
  /** `augmentation.train` or `augmentation.validation`. */
  ops: OperationOptions[];
  /** The network takes size × size pixels. */
  size: number;
  seed: number;
  /** `data.workers`. */
  workers: number | "auto";
  decode: DecodeOptions;
  maxBrokenFraction: number;
  /** For training `replace`, so that every batch is full; for validation `skip`. See loader/fill-batch.ts. */
  onBroken: "replace" | "skip";
  onQuarantine?: OnQuarantine;
  /** `training.deterministic`: pixels that are the same on every processor, not only on this one. */
  deterministic?: boolean;
  /** A thread that stays at one image for longer is replaced. */
  imageTimeLimitMs?: number;
  /** Another entry of the threads than the built one. */
  workerUrl?: URL;
}

export function createLoader(options: LoaderOptions): Loader {
  const { dataset, ops, size, seed, decode, deterministic = false, imageTimeLimitMs, workerUrl } = options;
  const workers = options.workers === "auto" ? Math.min(8, availableParallelism()) : options.workers;
  const pool = createWorkerPool({
    ops,
    size,
    seed,
    decode,
    deterministic,
    workers,
    ...(imageTimeLimitMs === undefined ? {} : { imageTimeLimitMs }),
    ...(workerUrl === undefined ? {} : { workerUrl }),
  });
  const quarantine = createQuarantine(dataset, options.maxBrokenFraction, options.onQuarantine);
  const imageValues = size * size * 3;
  const context: FillContext = { dataset, pool, quarantine, seed, imageValues };
  const fill = options.onBroken === "replace" ? fillWithReplacements : fillWithoutBroken;
  let buffers: SharedArrayBuffer[] = [];
  let iterating = false;

  async function* batches({ epoch, order, batchSize, startBatch = 0 }: EpochOrder): AsyncGenerator<Batch, void> {
    if (iterating) throw new Error("a loader gives the batches of one epoch at a time");
    iterating = true;
    buffers = ring(buffers, Math.min(batchSize, order.length) * imageValues * Float32Array.BYTES_PER_ELEMENT);
    const free = [...buffers];
    const filling: { output: SharedArrayBuffer; filled: Promise<Uint32Array> }[] = [];
    let start = startBatch * batchSize;
    let ended = false;

    const readAhead = () => {
      while (!ended && start < order.length && free.length > 0) {
        const output = free.pop()!;
        const end = Math.min(start + batchSize, order.length);
        const filled = fill({ epoch, order, start, end, output }, context);
        // Whoever waits for the batch gets the error; until then it is not unhandled.
        filled.catch(() => {});
        filling.push({ output, filled });
        start = end;
      }
    };

    try {
      readAhead();
      for (let next = filling.shift(); next; next = filling.shift()) {
        const { output, filled } = next;
        const waitedSince = performance.now();
        const indices = await filled;
        const waitMs = performance.now() - waitedSince;
        let released = false;
        const release = () => {
          if (released) return;
          released = true;
          free.push(output);
          readAhead();
        };
        if (indices.length === 0) {
          release();
          continue;
        }
        const images = new Float32Array(output, 0, indices.length * imageValues);
        const labels = Int32Array.from(indices, (index) => dataset.label(index));
        yield { images, labels, indices, waitMs, release };
        if (filling.length === 0 && start < order.length)
          throw new Error("release() a batch before asking for the next");
      }
    } finally {
      ended = true;
      pool.cancel();
      await Promise.allSettled(filling.map(({ filled }) => filled));
      iterating = false;
    }
  }

  return {
    batches,
    get quarantined() {
      return quarantine.size;
    },
    close: () => pool.close(),
  };
}

/** Three buffers: one in use, one ready, one being filled; two where they are large. Earlier ones are kept if they fit. */
function ring(earlier: SharedArrayBuffer[], bytes: number): SharedArrayBuffer[] {
  const count = bytes > 256 * 2 ** 20 ? 2 : 3;
  const fitting = earlier.filter((buffer) => buffer.byteLength === bytes).slice(0, count);
  while (fitting.length < count) fitting.push(new SharedArrayBuffer(bytes));
  return fitting;
}
