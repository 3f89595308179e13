import { totalmem } from "node:os";
import type { BackendName } from "../../engine/engine.ts";
import { precisionsOf } from "../../engine/precisions.ts";

/** What a new run would train on here, as far as it limits a recipe. Goes to the process that plans as JSON. */
export interface PlanTarget {
  backend: BackendName;
  precisions: readonly string[];
  /** The GPU with the least memory of those that a run may get; null where runs train on the processor. */
  gpu: { name: string; memoryBytes: number | null } | null;
  /** Of the machine. */
  memoryBytes: number;
}

export function planTarget(backend: BackendName, gpus: readonly NonNullable<PlanTarget["gpu"]>[]): PlanTarget {
  const [gpu = null] = gpus.toSorted((a, b) => (a.memoryBytes ?? 0) - (b.memoryBytes ?? 0));
  return { backend, precisions: precisionsOf[backend], gpu, memoryBytes: totalmem() };
}
