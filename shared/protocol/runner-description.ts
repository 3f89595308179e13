import { z } from "zod";

/** What a runner is: the answer to `describe`. Sizes are in bytes. */

const presentBackend = z.object({
  name: z.string(),
  available: z.literal(true),
  /** "WebAssembly relaxed SIMD, 2 threads". */
  device: z.string(),
  /** A GPU that is played by software on the processor. */
  software: z.boolean(),
  memoryBytes: z.number().nullable(),
  /** Values of `training.precision` that it computes in. */
  precisions: z.array(z.string()),
  /** How many devices may share the batch of one run: threads on `wasm`. */
  workers: z.int().min(1),
  notes: z.array(z.string()),
});

const missingBackend = z.object({
  name: z.string(),
  available: z.literal(false),
  reason: z.string(),
  howToGet: z.string(),
});

/** A place where runs train; each takes `runsPerDevice` at the same time. */
const device = z.object({
  /** "cpu", "gpu:0". */
  id: z.string(),
  /** The product's name: "NVIDIA H100 80GB HBM3", or the processor's. */
  name: z.string(),
  /** Of the GPU, or main memory. */
  memoryBytes: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  /** Share of the time that it works, 0 to 1. */
  use: z.number().nullable(),
  /** Ids of the runs that are on it now. */
  runs: z.array(z.string()),
});

export const runnerDescriptionSchema = z.object({
  host: z.string(),
  version: z.string(),
  /** "linux 6.1.0 x64". */
  system: z.string(),
  processor: z.string(),
  /** Processors that the runner may use. */
  processors: z.int().min(1),
  memoryBytes: z.number(),
  memoryUsedBytes: z.number().nullable(),
  /** In the order in which a run prefers them. */
  backends: z.array(z.discriminatedUnion("available", [presentBackend, missingBackend])),
  /** Name of the backend that a new run takes. */
  backend: z.string(),
  /** Why that one, in a sentence. */
  explanation: z.string(),
  /** The devices of that backend, and "cpu" where runs of other backends train. */
  devices: z.array(device),
  runsPerDevice: z.int().min(0),
  running: z.int().min(0),
  queued: z.int().min(0),
  /** Folders that recipes may read in. */
  dataRoots: z.array(z.string()),
});
export type RunnerDescription = z.output<typeof runnerDescriptionSchema>;
