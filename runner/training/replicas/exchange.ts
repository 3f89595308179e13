import type { StepFigures } from "../train-step.ts";
import type { Share } from "./shares.ts";

/** What a replica says of its share of a batch: means over the share. */
export interface ShareFigures {
  loss: number;
  top1: number;
  top5: number;
}

/** Values of `figures` per replica: loss, top-1, top-5, and its part of the squared gradient norm. */
const figureCount = 4;
/** Values that are summed in one go, in float64 and in the first-level cache. */
const blockLength = 2048;

export interface ExchangeSize {
  replicas: number;
  /** Values of the vector that is summed, and how many of them, from its start, are gradients. */
  length: number;
  gradientLength: number;
}

export interface ExchangeMemory extends ExchangeSize {
  vectors: SharedArrayBuffer;
  figures: SharedArrayBuffer;
}

/**
 * Memory in which replicas add up their vectors. Each writes its own vector, then sums one slice of all of them, then reads
 * the whole sum; a barrier stands between the three. Terms are added in the order of the replicas, in float64, so that the
 * sum has the same bits in every run and for every reader.
 */
export class Exchange {
  readonly #size: ExchangeSize;
  readonly #vectors: Float32Array[];
  readonly #figures: Float64Array[];

  static memory(size: ExchangeSize): ExchangeMemory {
    return {
      ...size,
      vectors: new SharedArrayBuffer(size.replicas * size.length * Float32Array.BYTES_PER_ELEMENT),
      figures: new SharedArrayBuffer(size.replicas * figureCount * Float64Array.BYTES_PER_ELEMENT),
    };
  }

  constructor({ vectors, figures, ...size }: ExchangeMemory) {
    const { replicas, length } = size;
    this.#size = size;
    this.#vectors = Array.from(
      { length: replicas },
      (_, replica) => new Float32Array(vectors, replica * length * 4, length),
    );
    this.#figures = Array.from(
      { length: replicas },
      (_, replica) => new Float64Array(figures, replica * figureCount * 8, figureCount),
    );
  }

  /** Where a replica writes its vector. */
  vector(replica: number): Float32Array {
    return this.#vectors[replica]!;
  }

  /** The sum, once every replica has summed its slice. It lies in the first replica's vector. */
  get sum(): Float32Array {
    return this.#vectors[0]!;
  }

  writeFigures(replica: number, { loss, top1, top5 }: ShareFigures): void {
    this.#figures[replica]!.set([loss, top1, top5]);
  }

  /** Replaces this replica's slice of the sum by Σ weight · vector over the replicas whose share is not empty. */
  sumSlice(replica: number, shares: readonly Share[]): void {
    const { replicas, length, gradientLength } = this.#size;
    const sliceEnd = Math.floor((length * (replica + 1)) / replicas);
    const block = new Float64Array(blockLength);
    let squares = 0;
    for (let start = Math.floor((length * replica) / replicas); start < sliceEnd; start += blockLength) {
      const count = Math.min(blockLength, sliceEnd - start);
      block.fill(0);
      shares.forEach(({ weight }, other) => {
        if (weight > 0) addScaled(block, this.#vectors[other]!, { start, count, weight });
      });
      squares += sumOfSquares(block, Math.min(count, gradientLength - start));
      this.sum.set(block.subarray(0, count), start);
    }
    this.#figures[replica]![3] = squares;
  }

  /** The figures of the whole batch, once every replica has summed its slice. */
  figures(shares: readonly Share[]): StepFigures {
    const mean = (figure: number) =>
      shares.reduce(
        (sum, { weight }, replica) => sum + (weight > 0 ? weight * this.#figures[replica]![figure]! : 0),
        0,
      );
    const squares = this.#figures.reduce((sum, figures) => sum + figures[3]!, 0);
    return { loss: mean(0), top1: mean(1), top5: mean(2), gradientNorm: Math.sqrt(squares) };
  }
}

function addScaled(
  block: Float64Array,
  vector: Float32Array,
  { start, count, weight }: { start: number; count: number; weight: number },
): void {
  for (let index = 0; index < count; index++) block[index]! += weight * vector[start + index]!;
}

function sumOfSquares(values: Float64Array, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[index]! ** 2;
  return sum;
}
