import { availableParallelism } from "node:os";
import type { EpochRow, Plan } from "../../shared/plan.ts";
import type { BackendName } from "../engine/engine.ts";
import { UserError } from "../errors.ts";

/**
 * Images that a device has of a batch at the least where the recipe says "all": with fewer, the statistics of batch norm get
 * so noisy that accuracy suffers (Wu & He, "Group Normalization", 2018, figure 1).
 */
const fewestImages = 16;

/**
 * How many devices share a batch. On `wasm` a device is a thread: "all" takes a thread for each processor core, but leaves
 * each at least 16 images of the smallest batch; a number is taken as it is. Other backends give one device.
 * @throws UserError `too-many-devices` where the backend, or the batch, has not so many
 */
export function countDevices(
  requested: number | "all",
  {
    backend,
    epochs,
    cores = availableParallelism(),
  }: { backend: BackendName; epochs: readonly Pick<EpochRow, "batchSize">[]; cores?: number },
): number {
  const smallestBatch = epochs.reduce((least, { batchSize }) => Math.min(least, batchSize), Number.POSITIVE_INFINITY);
  const isThreaded = backend === "wasm";
  if (requested === "all")
    return isThreaded ? Math.max(1, Math.min(cores, Math.floor(smallestBatch / fewestImages))) : 1;
  if (!isThreaded && requested > 1) {
    const en = `training.devices is ${requested}, and the backend ${backend} trains on one device. Set training.devices to 1 or "all", or train on threads of the processor with --backend wasm.`;
    const ko = `training.devices 값은 ${requested} 인데, 백엔드 ${backend} 는 장치 하나로 학습합니다. training.devices 값을 1 이나 "all" 로 바꾸거나, --backend wasm 으로 프로세서의 스레드에서 학습하세요.`;
    throw new UserError("too-many-devices", en, { text: { en, ko } });
  }
  if (requested > smallestBatch) {
    const en = `training.devices is ${requested}, and a batch has ${smallestBatch} images: expected at least one image for each device. Lower training.devices or raise training.batchSize.`;
    const ko = `training.devices 값은 ${requested} 인데 배치에는 이미지가 ${smallestBatch}장뿐입니다. 장치마다 이미지가 한 장 이상 필요합니다. training.devices 값을 줄이거나 training.batchSize 값을 늘리세요.`;
    throw new UserError("too-many-devices", en, { text: { en, ko } });
  }
  return requested;
}

/** The plan of a run on this backend: with its number of devices, which stays the same for the whole run. */
export function planOnDevices(plan: Plan, backend: BackendName, requested = plan.devices): Plan {
  return { ...plan, devices: countDevices(requested, { backend, epochs: plan.epochs }) };
}

/** The number of devices of a run's plan. */
export function devicesOf({ devices }: Pick<Plan, "devices">): number {
  if (devices === "all") throw new Error("the plan of a run has its number of devices");
  return devices;
}

/** A run, or a checkpoint of one, is to go on with another number of devices. */
export function otherDevices(what: string, own: number | "all", asked: number | string): UserError {
  return new UserError(
    "other-devices",
    `${what} was trained on ${own} device${own === 1 ? "" : "s"}, and is to go on with ${asked}. Batch norm sees the images of one device, so another number would train another way. Leave training.devices away to go on with ${own}, or start a new run.`,
  );
}

/** What `run` says of it; null where there is nothing to say. */
export function devicesLine(plan: Plan, cores = availableParallelism()): string | null {
  const devices = devicesOf(plan);
  if (devices === 1) return null;
  const images = Math.ceil(plan.epochs[0]!.batchSize / devices);
  const shortage = devices > cores ? `; this machine has ${cores} processor cores, so they take turns` : "";
  return `devices  ${devices} threads of wasm, each with ${images} images of a batch and batch norm over them${shortage}`;
}
