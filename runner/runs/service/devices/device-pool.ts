import { hostIdentity } from "../../../machine/host.ts";
import type { Machine } from "../../../machine/machine.ts";
import { type PlanTarget, planTarget } from "../plan-target.ts";
import type { BackendLook, BackendsHere } from "./backends-here.ts";
import { devicesOfBackend, type TrainingDevice } from "./training-devices.ts";

export interface DevicePoolParts {
  backends: BackendLook;
  machine: Machine;
  /** The backend that all runs take; null where each takes its own. */
  backend: string | null;
  runsPerDevice: number;
  report: (message: string) => void;
}

/** What a run is to train on. */
export interface Place {
  /** Null: the run's process is to choose. */
  backend: string | null;
  device: TrainingDevice;
}

/** Which device the next run gets. Looking at the devices takes its time and is done when a run first needs one. */
export class DevicePool {
  readonly #parts: DevicePoolParts;
  readonly #processor = processorDevice();
  #here: BackendsHere | null = null;
  /** By backend, once they were asked for. */
  readonly #known = new Map<string, TrainingDevice[]>();
  #looking: Promise<void> | null = null;
  #failed = false;

  constructor(parts: DevicePoolParts) {
    this.#parts = parts;
  }

  get runsPerDevice(): number {
    return this.#parts.runsPerDevice;
  }

  /**
   * The least busy device with room for a run, or null where there is none. Where the devices are not known yet it is
   * "unknown", and `learn` finds out.
   * @param own the backend that the run was trained on so far
   * @param taken device ids of the runs that train now
   */
  placeFor(own: string | null, taken: readonly string[]): Place | null | "unknown" {
    const { runsPerDevice } = this.#parts;
    if (runsPerDevice === 0) return null;
    const choice = this.#candidates(own);
    if (choice === null) return "unknown";
    const load = (device: TrainingDevice) => taken.filter((id) => id === device.id).length;
    const [device] = [...choice.devices].sort((a, b) => load(a) - load(b));
    return device === undefined || load(device) >= runsPerDevice ? null : { backend: choice.backend, device };
  }

  /** What a new run would train on. Null where that is not known: its process finds out. */
  async target(): Promise<PlanTarget | null> {
    const { backend: settled } = this.#parts;
    if (settled === "wasm" || settled === "cpu") return planTarget(settled, []);
    await this.learn();
    const { probes = [], chosen } = this.#here ?? {};
    const probe = settled === null ? chosen : probes.find(({ backend }) => backend === settled);
    if (!probe?.available) return null;
    return planTarget(
      probe.backend,
      this.devicesOf(probe).filter(({ id }) => id !== "cpu"),
    );
  }

  /** Looks at the machine. What goes wrong is reported, and the machine then counts as one device. */
  learn(): Promise<void> {
    this.#looking ??= this.#learn();
    return this.#looking;
  }

  async #learn(): Promise<void> {
    const { backends, machine, report } = this.#parts;
    try {
      await machine.sample(); // brings the GPUs
      this.#here = await backends.look();
    } catch (error) {
      this.#failed = true;
      report(`The devices of this machine are not known, so it trains on one at a time: ${(error as Error).message}`);
    }
  }

  /** The devices of the backend that a run takes; null while they are not known. */
  #candidates(own: string | null): { backend: string | null; devices: TrainingDevice[] } | null {
    const { backend: settled } = this.#parts;
    const backend = settled ?? own;
    // A runner that trains on nothing else need not look.
    if (this.#failed || settled === "wasm" || settled === "cpu") return { backend, devices: [this.#processor] };
    if (this.#here === null) return null;
    const name = backend ?? this.#here.chosen.backend;
    const probe = this.#here.probes.find((one) => one.backend === name);
    // Of one that is gone, the run's process says how to get it.
    const devices = this.#known.get(name) ?? (probe?.available ? this.devicesOf(probe) : [this.#processor]);
    this.#known.set(name, devices);
    return { backend: name, devices };
  }

  devicesOf(probe: Parameters<typeof devicesOfBackend>[0]): TrainingDevice[] {
    return devicesOfBackend(probe, this.#parts.machine.identity(), process.env.CUDA_VISIBLE_DEVICES);
  }
}

/** The processor, which takes what trains on no other device. */
export function processorDevice(): TrainingDevice {
  const { processor, memoryBytes } = hostIdentity();
  return { id: "cpu", name: processor, memoryBytes, gpu: null, environment: {} };
}
