import type { Timers } from "../../shared/client/timers.ts";

/** Time that passes when a test says so. */
export class FakeTimers implements Timers {
  now = 0;
  readonly #due = new Map<symbol, { at: number; callback: () => void }>();

  after(milliseconds: number, callback: () => void): () => void {
    const key = Symbol("timer");
    this.#due.set(key, { at: this.now + milliseconds, callback });
    return () => void this.#due.delete(key);
  }

  get waiting(): number {
    return this.#due.size;
  }

  /** Lets time pass, timer after timer. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds;
    for (;;) {
      const [next] = [...this.#due].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (next === undefined) break;
      const [key, { at, callback }] = next;
      this.#due.delete(key);
      this.now = at;
      callback();
      await settled();
    }
    this.now = end;
    await settled();
  }
}

/** Lets everything happen that waits for nothing but promises. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
