import type { Bucket } from "../../../shared/protocol/requests.ts";

/** Steps in a bucket of the history that is kept. Finer ones are read from the journal. */
export const keptWidth = 32;

/** Columns of a bucket, in the order in which they lie in memory and in the cache file. */
const columns = ["firstStep", "lastStep", "firstTime", "lastTime", "count", "min", "max", "sum"] as const;
const size = columns.length;
/** A bucket of one point, before it is merged. */
const point = new Float64Array(size);

/**
 * One metric of a run as buckets on a grid: a bucket of width w covers the steps k·w to k·w + w − 1. Points come in the
 * order of their steps; a run that goes on from a checkpoint cuts back to it first. Ten million points take 20 MB.
 */
export class MetricHistory {
  readonly width: number;
  #values: Float64Array;
  #count: number;
  /** First step after the last bucket's place in the grid. */
  #end = Number.NEGATIVE_INFINITY;

  constructor(width: number = keptWidth, values: Float64Array = new Float64Array(size * 16)) {
    this.width = width;
    this.#values = values;
    this.#count = 0;
  }

  /** A history as `values` of an earlier one describe it. */
  static from(values: Float64Array): MetricHistory {
    const history = new MetricHistory(keptWidth, values);
    history.#count = values.length / size;
    history.#findEnd();
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
    point[0] = step;
    point[1] = step;
    point[2] = time;
    point[3] = time;
    point[4] = 1;
    point[5] = value;
    point[6] = value;
    point[7] = value;
    this.#merge(point, 0);
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
    if (missing !== null) this.#findEnd();
    return missing;
  }

  /** The same history in wider buckets. */
  widened(width: number): MetricHistory {
    const wide = new MetricHistory(width);
    for (let at = 0; at < this.#count; at++) wide.#merge(this.#values, at * size);
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

  #findEnd(): void {
    if (this.#count === 0) this.#end = Number.NEGATIVE_INFINITY;
    else this.#end = (Math.floor(this.#values[(this.#count - 1) * size]! / this.width) + 1) * this.width;
  }

  /** Takes the bucket at `from` of `bucket` into the last one, or behind it where it lies in another place of the grid. */
  #merge(bucket: Float64Array, from: number): void {
    const step = bucket[from]!;
    const values = this.#values;
    if (step < this.#end && step >= this.#end - this.width) {
      const at = (this.#count - 1) * size;
      values[at + 1] = bucket[from + 1]!;
      values[at + 3] = bucket[from + 3]!;
      values[at + 4]! += bucket[from + 4]!;
      values[at + 5] = Math.min(values[at + 5]!, bucket[from + 5]!);
      values[at + 6] = Math.max(values[at + 6]!, bucket[from + 6]!);
      values[at + 7]! += bucket[from + 7]!;
      return;
    }
    const at = this.#count * size;
    if (at + size > values.length) {
      this.#values = new Float64Array(Math.max(16 * size, values.length * 2));
      this.#values.set(values);
    }
    for (let column = 0; column < size; column++) this.#values[at + column] = bucket[from + column]!;
    this.#count += 1;
    this.#findEnd();
  }
}

/** Width of the buckets, a power of two, of which at most `most` meet the steps from `fromStep` to `toStep`. */
export function widthFor(fromStep: number, toStep: number, most: number): number {
  let width = 1;
  while (Math.floor(toStep / width) - Math.floor(fromStep / width) + 1 > most) width *= 2;
  return width;
}
