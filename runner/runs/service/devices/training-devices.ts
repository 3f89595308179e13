import type { Probe } from "../../../engine/engine.ts";
import type { MachineIdentity } from "../../../machine/machine.ts";

/** A place where runs train. */
export interface TrainingDevice {
  /** "cpu", "gpu:0". */
  id: string;
  name: string;
  memoryBytes: number | null;
  /** As nvidia-smi counts; null for what it does not know. */
  gpu: number | null;
  /** What the process of a run is told, so that it takes this one. */
  environment: Record<string, string>;
}

type Gpu = MachineIdentity["gpus"][number];

/**
 * The devices that a backend can train on. CUDA's are chosen by CUDA_VISIBLE_DEVICES; where that is set for the runner, only
 * those that it names are there. Other GPUs cannot be told apart by Node's WebGPU where they are of one kind, so they are one.
 */
export function devicesOfBackend(
  probe: Extract<Probe, { available: true }>,
  { gpus, processor, memoryBytes }: Pick<MachineIdentity, "gpus" | "processor" | "memoryBytes">,
  visible: string | undefined,
): TrainingDevice[] {
  if (usesCuda(probe)) {
    const named = visible === undefined ? gpus.map((gpu) => ({ gpu, token: gpu.uuid })) : namedBy(visible, gpus);
    const alone = named.length === 1 && visible === undefined;
    if (named.length > 0) {
      return named.map(({ gpu, token }, position) => ({
        id: `gpu:${gpu?.index ?? position}`,
        name: gpu?.name ?? token,
        memoryBytes: gpu?.memoryBytes ?? null,
        gpu: gpu?.index ?? null,
        // The only one is found without help.
        environment: alone ? {} : { CUDA_VISIBLE_DEVICES: token },
      }));
    }
  }
  if (usesCuda(probe) || (probe.backend === "webgpu" && !probe.software)) {
    const gpu = gpus[0];
    return [
      {
        id: `gpu:${gpu?.index ?? 0}`,
        name: gpu?.name ?? probe.device,
        memoryBytes: gpu?.memoryBytes ?? probe.memoryBytes,
        gpu: gpu?.index ?? null,
        environment: {},
      },
    ];
  }
  return [{ id: "cpu", name: processor, memoryBytes, gpu: null, environment: {} }];
}

/** The device's text is the backend's own: "CUDA through TensorFlow 2.9.1". */
const usesCuda = ({ device }: { device: string }): boolean => /\bCUDA\b/.test(device);

/** The entries of CUDA_VISIBLE_DEVICES, up to the first that names none, as CUDA reads them. */
function namedBy(visible: string, gpus: readonly Gpu[]): { gpu: Gpu | undefined; token: string }[] {
  const tokens = visible.split(",").map((token) => token.trim());
  const end = tokens.findIndex((token) => !/^(\d+|GPU-[\w-]+|MIG-[\w/-]+)$/.test(token));
  return tokens.slice(0, end < 0 ? tokens.length : end).map((token) => ({
    gpu: gpus.find(
      ({ index, uuid }) => String(index) === token || (token.startsWith("GPU-") && uuid.startsWith(token)),
    ),
    token,
  }));
}
