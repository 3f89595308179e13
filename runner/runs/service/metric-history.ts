import type { Bucket } from "../../../shared/protocol/requests.ts";

/** Steps in a bucket of the history that is kept. Finer ones are read from the journal. */
export const keptWidth = 32;

/** Columns of a bucket, in the order in which they lie in memory and in the cache file. */
const columns = ["firstStep", "lastStep", "firstTime", "lastTime", "count", "min", "max", "sum"] as const;
const size = columns.length;

/**
 * One metric of a run as buckets on a grid: a bucket of width w covers the steps k·w to k·w + w − 1. Points come in the
 * order of their steps; a run that goes on from a checkpoint cuts back to it first. Ten million points take 20 MB.
 */
export class MetricHistory {
  readonly width: number;
  #values: Float64Array;
  #count: number;

  constructor(width: number = keptWidth, values: Float64Array = new Float64Array(size * 16)) {
    this.width = width;
    this.#values = values;
    this.#count = 0;
  }

  /** A history as `values` of an earlier one describe it. */
  static from(values: Float64Array): MetricHistory {
    const history = new MetricHistory(keptWidth, values);
    history.#count = values.length / size;
    return history;
  }

  /** Eight numbers a bucket; what `from` takes. A view, not a copy. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#count * size);
  }

  get firstStep(): number {
    return this.#count === 0 ? 0 : this.#values[0]!;
  }

  get lastStep(): number {
    return this.#count === 0 ? 0 : this.#values[(this.#count - 1) * size + 1]!;
  }

  add(step: number, time: number, value: number): void {
    this.#merge([step, step, time, time, 1, value, value, value]);
  }

  /**
   * Drops the buckets that hold a step after `step`. Returns the first step of those that are gone, from which on points
   * are to be added again; null where nothing was dropped.
   */
  cutAfter(step: number): number | null {
    let missing: number | null = null;
    while (this.#count > 0 && this.lastStep > step) {
      missing = Math.floor(this.#values[(this.#count - 1) * size]! / this.width) * this.width;
      this.#count -= 1;
    }
    return missing;
  }

  /** The same history in wider buckets. */
  widened(width: number): MetricHistory {
    const wide = new MetricHistory(width);
    for (let at = 0; at < this.#count; at++) wide.#merge(this.#values.subarray(at * size, (at + 1) * size));
    return wide;
  }

  /** Every bucket that meets the steps from `fromStep` to `toStep`, whole. */
  buckets(fromStep: number, toStep: number): Bucket[] {
    const [first, last] = [Math.floor(fromStep / this.width), Math.floor(toStep / this.width)];
    const found: Bucket[] = [];
    for (let at = 0; at < this.#count; at++) {
      const place = Math.floor(this.#values[at * size]! / this.width);
      if (place < first || place > last) continue;
      const column = (name: (typeof columns)[number]) => this.#values[at * size + columns.indexOf(name)]!;
      found.push({
        firstStep: column("firstStep"),
        lastStep: column("lastStep"),
        firstTime: column("firstTime"),
        lastTime: column("lastTime"),
        count: column("count"),
        min: column("min"),
        max: column("max"),
        mean: column("sum") / column("count"),
      });
    }
    return found;
  }

  /** Takes a bucket into the last one, or behind it where it lies in another place of the grid. */
  #merge(bucket: ArrayLike<number>): void {
    const place = Math.floor(bucket[0]! / this.width);
    const at = (this.#count - 1) * size;
    const values = this.#values;
    if (at >= 0 && Math.floor(values[at]! / this.width) === place) {
      values[at + 1] = bucket[1]!;
      values[at + 3] = bucket[3]!;
      values[at + 4]! += bucket[4]!;
      values[at + 5] = Math.min(values[at + 5]!, bucket[5]!);
      values[at + 6] = Math.max(values[at + 6]!, bucket[6]!);
      values[at + 7]! += bucket[7]!;
      return;
    }
    if ((this.#count + 1) * size > values.length) {
      this.#values = new Float64Array(Math.max(16 * size, values.length * 2));
      this.#values.set(values);
    }
    this.#values.set(bucket, this.#count * size);
    this.#count += 1;
  }
}

/** Width of the buckets, a power of two, of which at most `most` meet the steps from `fromStep` to `toStep`. */
export function widthFor(fromStep: number, toStep: number, most: number): number {
  let width = 1;
  while (Math.floor(toStep / width) - Math.floor(fromStep / width) + 1 > most) width *= 2;
  return width;
}
