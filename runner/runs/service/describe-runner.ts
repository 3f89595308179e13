import { availableParallelism } from "node:os";
import packageJson from "../../../package.json" with { type: "json" };
import { gpuMetric, type MetricValues } from "../../../shared/metrics.ts";
import type { RunnerDescription } from "../../../shared/protocol/runner-description.ts";
import type { Probe } from "../../engine/engine.ts";
import { precisionsOf } from "../../engine/precisions.ts";
import type { Machine } from "../../machine/machine.ts";
import type { BackendLook } from "./devices/backends-here.ts";
import { type DevicePool, processorDevice } from "./devices/device-pool.ts";
import type { TrainingDevice } from "./devices/training-devices.ts";
import type { RunEntry } from "./run-entry.ts";

export interface DescriptionParts {
  machine: Machine;
  backends: BackendLook;
  devices: DevicePool;
  /** The backend that all runs take, where that is settled. */
  backend: string | null;
  roots: readonly string[];
  /** Runs that train now, and how many wait. */
  training: readonly RunEntry[];
  queued: number;
}

/** What a runner is and what it does now. */
export async function describeRunner(parts: DescriptionParts): Promise<RunnerDescription> {
  const { machine, backends, devices, training } = parts;
  const [here, { values }] = await Promise.all([backends.look(), machine.sample()]);
  const { host, system, processor, threads, memoryBytes } = machine.identity();
  const settled = here.probes.find((probe) => probe.backend === parts.backend);
  const chosen = settled?.available ? settled : here.chosen;
  const own = devices.devicesOf(chosen);
  const elsewhere = training.some((entry) => !own.some(({ id }) => id === entry.device));
  return {
    host,
    version: packageJson.version,
    system,
    processor,
    processors: threads,
    memoryBytes,
    memoryUsedBytes: values["machine/memoryUsed"] ?? null,
    backends: here.probes.map(describeBackend),
    backend: chosen.backend,
    explanation: chosen === settled ? `${chosen.backend}, as the runner was told` : here.explanation,
    devices: [...own, ...(elsewhere ? [processorDevice()] : [])].map((device) =>
      describeDevice(device, values, training),
    ),
    runsPerDevice: devices.runsPerDevice,
    running: training.length,
    queued: parts.queued,
    dataRoots: [...parts.roots],
  };
}

function describeBackend(probe: Probe): RunnerDescription["backends"][number] {
  const { backend: name } = probe;
  if (!probe.available) return { name, available: false, reason: probe.reason, howToGet: probe.howToGet };
  const { device, software, memoryBytes, notes } = probe;
  const workers = name === "wasm" ? availableParallelism() : 1;
  return { name, available: true, device, software, memoryBytes, precisions: precisionsOf[name], workers, notes };
}

function describeDevice(
  { id, name, memoryBytes, gpu }: TrainingDevice,
  values: MetricValues,
  training: readonly RunEntry[],
): RunnerDescription["devices"][number] {
  const figure = (what: "memoryUsed" | "use") => (gpu === null ? undefined : values[gpuMetric(gpu, what)]);
  const onProcessor = id === "cpu";
  return {
    id,
    name,
    memoryBytes,
    memoryUsedBytes: (onProcessor ? values["machine/memoryUsed"] : figure("memoryUsed")) ?? null,
    use: (onProcessor ? values["machine/processor"] : figure("use")) ?? null,
    runs: training.filter((entry) => entry.device === id).map((entry) => entry.id),
  };
}
