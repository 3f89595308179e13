import type { Gpu } from "./nvidia-smi.ts";

/** After a failure, nvidia-smi is left alone for so long: a driver that hangs is not helped by more who wait for it. */
const pauseMs = 60_000;

export interface GpuWatchOptions {
  read: () => Promise<Gpu[] | null>;
  /** Called when reading has begun to fail, not again until it has worked in between. */
  warn: (message: string) => void;
  /** Monotonic, milliseconds. */
  now?: () => number;
}

/** The machine's GPUs, as far as they can be read now. */
export class GpuWatch {
  readonly #options: Required<GpuWatchOptions>;
  #absent = false;
  #failing = false;
  #notBefore = Number.NEGATIVE_INFINITY;

  constructor(options: GpuWatchOptions) {
    this.#options = { now: () => performance.now(), ...options };
  }

  /** Never rejects; empty where there is no GPU or nothing is known of them. */
  async read(): Promise<Gpu[]> {
    const { read, warn, now } = this.#options;
    if (this.#absent || now() < this.#notBefore) return [];
    try {
      const gpus = await read();
      this.#absent = gpus === null;
      this.#failing = false;
      return gpus ?? [];
    } catch (error) {
      this.#notBefore = now() + pauseMs;
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#failing) warn(`${reason}; the GPUs' figures are left out, and asked for again every minute`);
      this.#failing = true;
      return [];
    }
  }
}
