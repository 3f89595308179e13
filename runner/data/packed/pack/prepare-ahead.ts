import type { Dataset } from "../../dataset.ts";
import type { PackPool } from "./worker-pool.ts";
import type { PrepareAnswer } from "./worker-protocol.ts";

/** Gives the images of a data set in order, while threads prepare the `window` images that follow. */
export class PrepareAhead {
  readonly #dataset: Dataset;
  readonly #pool: PackPool;
  readonly #window: number;
  readonly #answers = new Map<number, Promise<PrepareAnswer>>();

  constructor(dataset: Dataset, pool: PackPool, window: number) {
    this.#dataset = dataset;
    this.#pool = pool;
    this.#window = window;
  }

  take(index: number): Promise<PrepareAnswer> {
    const end = Math.min(this.#dataset.length, index + this.#window);
    for (let next = index; next < end; next++) {
      if (!this.#answers.has(next)) this.#answers.set(next, this.#pool.prepare(this.#dataset.source(next)));
    }
    const answer = this.#answers.get(index)!;
    this.#answers.delete(index);
    return answer;
  }
}
