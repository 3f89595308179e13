import { createWorkerPool } from "../../augment/worker-pool.ts";
import type { ImageSource } from "../../data/dataset.ts";
import type { Contender } from "../rounds.ts";
import { benchDecodeOptions, sixSteps, sixStepsSize } from "./six-steps.ts";

/** The images of a batch, and how often a round goes over them: long enough that starting and ending do not count. */
const passes = 12;

/** The worker threads that feed a training, `workers` of them. */
export function workerThreads(name: string, workers: number, sources: readonly ImageSource[]): Contender {
  const pool = createWorkerPool({
    ops: sixSteps,
    seed: 0,
    size: sixStepsSize,
    decode: benchDecodeOptions,
    workers,
    deterministic: false,
  });
  const batch = sources.slice(0, 64);
  const output = new SharedArrayBuffer(batch.length * sixStepsSize ** 2 * 3 * Float32Array.BYTES_PER_ELEMENT);
  let epoch = 0;
  return {
    name,
    async round() {
      const started = performance.now();
      const jobs = Array.from({ length: passes }, () => {
        epoch++;
        const tasks = batch.map((source, index) => ({ source, epoch, index, slot: index }));
        return pool.submit(tasks, output);
      });
      await Promise.all(jobs);
      return ((performance.now() - started) / 1000 / (passes * batch.length)) * sources.length;
    },
    close: () => pool.close(),
  };
}
