/** Another participant has failed: nobody passes the barrier any more. */
export class BarrierBrokenError extends Error {
  constructor() {
    super("another training thread has failed");
    this.name = "BarrierBrokenError";
  }
}

const arrived = 0;
const passage = 1;
const broken = 2;

/**
 * A barrier in shared memory: `wait` returns when every participant has called it. Who waits sleeps, because threads that
 * prepare images use the same cores. `waitedMs` is the time that this participant has slept so far.
 */
export class Barrier {
  waitedMs = 0;
  readonly #state: Int32Array<SharedArrayBuffer>;
  readonly #participants: number;

  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);
  }

  constructor(memory: SharedArrayBuffer, participants: number) {
    this.#state = new Int32Array(memory);
    this.#participants = participants;
  }

  /** @throws BarrierBrokenError where a participant has called `break` */
  wait(): void {
    const state = this.#state;
    const current = Atomics.load(state, passage);
    if (Atomics.load(state, broken) === 0) {
      if (Atomics.add(state, arrived, 1) === this.#participants - 1) {
        Atomics.store(state, arrived, 0);
        Atomics.add(state, passage, 1);
        Atomics.notify(state, passage);
      } else {
        const since = performance.now();
        while (Atomics.load(state, passage) === current) Atomics.wait(state, passage, current);
        this.waitedMs += performance.now() - since;
      }
    }
    if (Atomics.load(state, broken) !== 0) throw new BarrierBrokenError();
  }

  /** Wakes everybody who waits, with an error. Any thread may call it, also on behalf of one that has died. */
  break(): void {
    Atomics.store(this.#state, broken, 1);
    Atomics.add(this.#state, passage, 1);
    Atomics.notify(this.#state, passage);
  }
}
