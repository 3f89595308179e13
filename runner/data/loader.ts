import { availableParallelism } from "node:os";
import type { OperationOptions } from "../../shared/augmentations/index.ts";
import { createWorkerPool } from "../augment/worker-pool.ts";
import type { Dataset } from "./dataset.ts";
import type { DecodeOptions } from "./decode.ts";
import { type BatchPlan, type FillContext, fillWithoutBroken, fillWithReplacements } from "./loader/fill-batch.ts";
import { createQuarantine, type OnQuarantine } from "./loader/quarantine.ts";
import { findGuilty, removeWitnesses } from "./loader/suspects.ts";

/**
 * Turns orders of images into batches, ahead of the training step: while the network works on one batch, threads
 * fill the next ones in shared memory. What a batch holds depends on seed, epoch, order and data set alone: not on the
 * number of threads, nor on where an epoch was entered.
 */
export interface Loader {
  /**
   * The batches of one epoch after the other. Reading ahead does not stop at the end of an epoch, so that the next one's
   * first batches are filled during the last steps, the validation and the checkpoint of this one. An epoch is asked for
   * when the last batch before it begins to be filled. One iteration at a time; a batch is valid until it is released or
   * the iteration ends.
   */
  batches(epochs: Iterable<EpochOrder>): AsyncGenerator<Batch, void, undefined>;
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
  /**
   * Beginning of the path of files in which the images in work are noted, so that one that ends this process is found by the
   * next one. The folder is there. Left out, nothing is noted.
   */
  witness?: string;
  /** A thread that stays at one image for longer is replaced. */
  imageTimeLimitMs?: number;
  /** Another entry of the threads than the built one. */
  workerUrl?: URL;
}

export function createLoader(options: LoaderOptions): Loader {
  const { dataset, ops, size, seed, decode, deterministic = false, witness, imageTimeLimitMs, workerUrl } = options;
  const workers = options.workers === "auto" ? Math.min(8, availableParallelism()) : options.workers;
  const setup = { ops, size, seed, decode, deterministic };
  const guilty = witness === undefined ? null : findGuilty(witness, dataset, setup);
  guilty?.catch(() => {}); // whoever asks for a batch gets the error
  const pool = createWorkerPool({
    ...setup,
    workers,
    ...(witness === undefined ? {} : { witness }),
    ...(imageTimeLimitMs === undefined ? {} : { imageTimeLimitMs }),
    ...(workerUrl === undefined ? {} : { workerUrl }),
  });
  const quarantine = createQuarantine(dataset, options.maxBrokenFraction, options.onQuarantine);
  const imageValues = size * size * 3;
  const context: FillContext = { dataset, pool, quarantine, seed, imageValues };
  const fill = options.onBroken === "replace" ? fillWithReplacements : fillWithoutBroken;
  /** Kept from one iteration to the next: validation has one an epoch. */
  let spare: SharedArrayBuffer[] = [];
  let iterating = false;

  /** Memory for one batch. Where batches have grown, what is too small for them is let go. */
  const allocate = (bytes: number): SharedArrayBuffer => {
    spare = spare.filter(({ byteLength }) => byteLength >= bytes);
    return spare.pop() ?? new SharedArrayBuffer(bytes);
  };

  async function* batches(epochs: Iterable<EpochOrder>): AsyncGenerator<Batch, void> {
    for (const [index, reason] of (await guilty) ?? []) quarantine.add(index, reason);
    if (iterating) throw new Error("a loader gives the batches of one iteration at a time");
    iterating = true;
    const filling: { output: SharedArrayBuffer; filled: Promise<Uint32Array> }[] = [];
    const plans = batchPlans(epochs);
    let upcoming = plans.next();
    /** Buffers that are being filled, wait, or are in use. */
    let taken = 0;
    let ended = false;

    const readAhead = () => {
      while (!ended && !upcoming.done) {
        const { batchSize, ...plan } = upcoming.value;
        const bytes = batchSize * imageValues * Float32Array.BYTES_PER_ELEMENT;
        if (taken >= buffersFor(bytes)) return;
        const output = allocate(bytes);
        taken += 1;
        const filled = fill({ ...plan, output }, context);
        // Whoever waits for the batch gets the error; until then it is not unhandled.
        filled.catch(() => {});
        filling.push({ output, filled });
        upcoming = plans.next();
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
          if (released || ended) return;
          released = true;
          taken -= 1;
          spare.push(output);
          readAhead();
        };
        if (indices.length === 0) {
          release();
          continue;
        }
        const images = new Float32Array(output, 0, indices.length * imageValues);
        const labels = Int32Array.from(indices, (index) => dataset.label(index));
        yield { images, labels, indices, waitMs, release };
        if (filling.length === 0 && !upcoming.done) throw new Error("release() a batch before asking for the next");
      }
    } finally {
      ended = true;
      pool.cancel();
      await Promise.allSettled(filling.map(({ filled }) => filled));
      spare.push(...filling.map(({ output }) => output));
      iterating = false;
    }
  }

  return {
    batches,
    get quarantined() {
      return quarantine.size;
    },
    async close() {
      await pool.close();
      if (witness !== undefined) removeWitnesses(witness);
    },
  };
}

/** What there is to fill, batch after batch. `batchSize` is that of a full batch of the epoch. */
function* batchPlans(epochs: Iterable<EpochOrder>): Generator<Omit<BatchPlan, "output"> & { batchSize: number }, void> {
  for (const { epoch, order, batchSize: requested, startBatch = 0 } of epochs) {
    const batchSize = Math.min(requested, order.length);
    for (let start = startBatch * requested; start < order.length; start += requested) {
      yield { epoch, order, start, end: Math.min(start + requested, order.length), batchSize };
    }
  }
}

/** Three: one in use, one ready, one being filled; two where they are large. */
const buffersFor = (bytes: number): number => (bytes > 256 * 2 ** 20 ? 2 : 3);
