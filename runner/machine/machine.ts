import type { MetricValues } from "../../shared/metrics.ts";
import { GpuWatch } from "./gpu-watch.ts";
import { type HostIdentity, hostIdentity, hostValues } from "./host.ts";
import { type Gpu, gpuValues, type NvidiaSmiOptions, readGpus } from "./nvidia-smi.ts";
import { processorTime } from "./processor.ts";

export interface MachineSample {
  /** Milliseconds since 1970. */
  time: number;
  values: MetricValues;
}

export interface MachineIdentity extends HostIdentity {
  gpus: { index: number; name: string; uuid: string; memoryBytes: number | null }[];
}

export interface MachineOptions {
  /** Between two samples for listeners. */
  intervalMs?: number;
  nvidiaSmi?: NvidiaSmiOptions;
  /** Told when a part of the figures begins to be missing, and why. */
  warn?: (message: string) => void;
}

/**
 * What this machine is doing. It is measured only while somebody listens, or asks; one measurement at a time, and nothing
 * waits for one but those who asked. It does not keep the process alive.
 */
export class Machine {
  readonly #intervalMs: number;
  readonly #gpus: GpuWatch;
  readonly #listeners = new Set<(sample: MachineSample) => void>();
  #timer: NodeJS.Timeout | null = null;
  #earlier = processorTime();
  #present: readonly Gpu[] = [];
  #latest: MachineSample | null = null;
  /** When the latest sample was taken; monotonic, milliseconds. */
  #latestAt = Number.NEGATIVE_INFINITY;
  #measuring: Promise<MachineSample> | null = null;

  constructor({ intervalMs = 5_000, nvidiaSmi = {}, warn = () => {} }: MachineOptions = {}) {
    this.#intervalMs = intervalMs;
    this.#gpus = new GpuWatch({ read: () => readGpus(nvidiaSmi), warn });
  }

  /** The GPUs are those of the latest sample. */
  identity(): MachineIdentity {
    return {
      ...hostIdentity(),
      gpus: this.#present.map(({ index, name, uuid, figures }) => ({
        index,
        name,
        uuid,
        memoryBytes: figures.memoryTotal ?? null,
      })),
    };
  }

  /** The latest sample, or a new one where that is older than the interval. */
  async sample(): Promise<MachineSample> {
    if (this.#latest !== null && performance.now() - this.#latestAt < this.#intervalMs) return this.#latest;
    return this.#next();
  }

  /** Calls back every interval, beginning soon; returns how to end it. */
  onMetrics(listener: (sample: MachineSample) => void): () => void {
    // A function of its own, so that the same listener may be there twice.
    const call = (sample: MachineSample) => listener(sample);
    this.#listeners.add(call);
    if (this.#timer === null) {
      this.#timer = setInterval(() => void this.#tick(), this.#intervalMs).unref();
      void this.#tick();
    }
    return () => {
      this.#listeners.delete(call);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  async #tick(): Promise<void> {
    if (this.#measuring !== null) return; // slower than the interval: the sample at hand will do
    const sample = await this.#next();
    for (const listener of this.#listeners) listener(sample);
  }

  #next(): Promise<MachineSample> {
    this.#measuring ??= this.#measure();
    return this.#measuring;
  }

  async #measure(): Promise<MachineSample> {
    try {
      this.#present = await this.#gpus.read();
      const now = processorTime();
      const values = { ...hostValues(this.#earlier, now), ...gpuValues(this.#present) };
      this.#earlier = now;
      this.#latest = { time: Date.now(), values };
      this.#latestAt = performance.now();
      return this.#latest;
    } finally {
      this.#measuring = null;
    }
  }
}
