import { createStream } from "../../../shared/random.ts";
import type { WorkerPool } from "../../augment/worker-pool.ts";
import { UserError } from "../../errors.ts";
import type { Dataset } from "../dataset.ts";
import type { Quarantine } from "./quarantine.ts";

export interface BatchPlan {
  epoch: number;
  /** The data-set indices of the whole epoch, in its order. */
  order: Uint32Array;
  /** The batch is order[start … end − 1]. */
  start: number;
  end: number;
  output: SharedArrayBuffer;
}

export interface FillContext {
  dataset: Dataset;
  pool: WorkerPool;
  quarantine: Quarantine;
  seed: number;
  /** float32 values of one image. */
  imageValues: number;
}

/**
 * For training: fills the whole batch. In the place of a broken image comes another image of the epoch, drawn from a
 * stream that is keyed by (seed, epoch, position), the next one of that stream where it is broken too. So the shape of a
 * batch never changes, and its content does not depend on what was found to be broken when, by which worker, or before
 * a resume. Returns the indices of the images.
 */
export async function fillWithReplacements(plan: BatchPlan, context: FillContext): Promise<Uint32Array> {
  const indices = plan.order.slice(plan.start, plan.end);
  const replacements = new Map<number, () => number>();
  let slots = [...indices.keys()];
  while (slots.length > 0) {
    for (const slot of slots) {
      if (!context.quarantine.has(indices[slot]!)) continue;
      const replacement = replacements.get(slot) ?? replacementsFor(plan.start + slot, plan, context);
      replacements.set(slot, replacement);
      indices[slot] = replacement();
    }
    slots = await load(plan, context, indices, slots);
  }
  return indices;
}

/** For validation: leaves broken images out and closes the gaps. Returns the indices of the images that are left. */
export async function fillWithoutBroken(plan: BatchPlan, context: FillContext): Promise<Uint32Array> {
  const indices = plan.order.slice(plan.start, plan.end).filter((index) => !context.quarantine.has(index));
  const broken = new Set(await load(plan, context, indices, [...indices.keys()]));
  if (broken.size === 0) return indices;
  const kept = [...indices.keys()].filter((slot) => !broken.has(slot));
  const images = new Float32Array(plan.output);
  for (const [position, slot] of kept.entries()) {
    const start = slot * context.imageValues;
    images.copyWithin(position * context.imageValues, start, start + context.imageValues);
  }
  return Uint32Array.from(kept, (slot) => indices[slot]!);
}

/** Loads image indices[slot] into each of `slots`, and returns the slots whose image is broken. */
async function load(
  { epoch, output }: BatchPlan,
  { pool, dataset, quarantine }: FillContext,
  indices: Uint32Array,
  slots: number[],
): Promise<number[]> {
  const tasks = slots.map((slot) => {
    const index = indices[slot]!;
    return { source: dataset.source(index), epoch, index, slot };
  });
  const reasons = await pool.submit(tasks, output);
  return slots.filter((slot, position) => {
    const reason = reasons[position];
    if (reason !== undefined) quarantine.add(indices[slot]!, reason);
    return reason !== undefined;
  });
}

/** The images that may stand in at one position of the epoch, one a call. */
function replacementsFor(position: number, { epoch, order }: BatchPlan, { seed, quarantine }: FillContext) {
  const random = createStream({ seed, purpose: "replacement", epoch, index: position });
  return (): number => {
    // With half of the images broken, 1,000 draws in vain have a chance of 2^-1000.
    for (let attempt = 0; attempt < 1000; attempt++) {
      const index = order[random.integer(order.length)]!;
      if (!quarantine.has(index)) return index;
    }
    throw new UserError(
      "no-usable-image",
      `no image of the ${order.length} of this epoch can be used: ${quarantine.size} are broken. ` +
        "`recipe-lab dataset inspect` lists what is wrong with each.",
      { exitCode: 1 },
    );
  };
}
