import type { Bucket } from "../../shared/protocol/requests.ts";

const columns = ["firstStep", "lastStep", "firstTime", "lastTime", "count", "min", "max", "mean"] as const;

/** As many buckets are kept at most; with one more, two neighbours become one. */
const most = 4096;

/**
 * One metric of a run, as buckets on the runner's grid: one of width w, a power of two, covers the steps k·w to k·w + w − 1.
 * It begins with what the runner answers to `history` and takes live values after it, in bounded memory however long the
 * run: at width 1 every value is there as it is.
 */
export class MetricSeries {
  #width: number;
  #buckets: Bucket[];
  #version = 0;
  /** Columns for charts, made when they are asked for. */
  #columns: { version: number; arrays: Record<(typeof columns)[number], Float64Array> } | null = null;

  constructor(buckets: readonly Bucket[] = []) {
    this.#buckets = buckets.map((bucket) => ({ ...bucket }));
    this.#width = widthOf(buckets);
  }

  get width(): number {
    return this.#width;
  }

  get length(): number {
    return this.#buckets.length;
  }

  /** Counts up with each change. */
  get version(): number {
    return this.#version;
  }

  get lastStep(): number {
    return this.#buckets.at(-1)?.lastStep ?? 0;
  }

  add(step: number, time: number, value: number): void {
    this.#version += 1;
    this.#merge({
      firstStep: step,
      lastStep: step,
      firstTime: time,
      lastTime: time,
      count: 1,
      min: value,
      max: value,
      mean: value,
    });
    while (this.#buckets.length > most) this.#widen();
  }

  /**
   * Drops what came after `step`. Returns false where that cuts through a bucket, so that values before it are missing until
   * the runner has been asked again.
   */
  cutAfter(step: number): boolean {
    this.#version += 1;
    const whole = this.#buckets.every(({ firstStep, lastStep }) => lastStep <= step || firstStep > step);
    this.#buckets = this.#buckets.filter(({ lastStep }) => lastStep <= step);
    return whole;
  }

  column(name: (typeof columns)[number]): Float64Array {
    if (this.#columns?.version !== this.#version) {
      const arrays = Object.fromEntries(
        columns.map((column) => [column, Float64Array.from(this.#buckets, (bucket) => bucket[column])]),
      );
      this.#columns = { version: this.#version, arrays: arrays as Record<(typeof columns)[number], Float64Array> };
    }
    return this.#columns.arrays[name];
  }

  get buckets(): readonly Readonly<Bucket>[] {
    return this.#buckets;
  }

  #merge(bucket: Bucket): void {
    const last = this.#buckets.at(-1);
    const place = Math.floor(bucket.firstStep / this.#width);
    if (last === undefined || Math.floor(last.firstStep / this.#width) !== place) {
      this.#buckets.push(bucket);
      return;
    }
    last.lastStep = bucket.lastStep;
    last.lastTime = bucket.lastTime;
    last.min = Math.min(last.min, bucket.min);
    last.max = Math.max(last.max, bucket.max);
    last.mean = (last.mean * last.count + bucket.mean * bucket.count) / (last.count + bucket.count);
    last.count += bucket.count;
  }

  #widen(): void {
    const narrow = this.#buckets;
    this.#width *= 2;
    this.#buckets = [];
    for (const bucket of narrow) this.#merge(bucket);
  }
}

/** The width that buckets of an answer were made with: the smallest power of two in which none meets its neighbour. */
function widthOf(buckets: readonly Bucket[]): number {
  let width = 1;
  for (const { firstStep, lastStep } of buckets) {
    while (Math.floor(firstStep / width) !== Math.floor(lastStep / width)) width *= 2;
  }
  return width;
}
