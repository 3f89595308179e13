import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import type { Plan } from "../../../shared/plan.ts";
import { displayable } from "../../augment/preview/displayable.ts";
import type { StepPosition } from "../../training/due.ts";
import type { Batch } from "../../training/train-step.ts";
import type { Picture } from "./event.ts";

const imagesShown = 16;
/** TensorBoard keeps ten images of a tag unless it is told otherwise. */
const timesShown = 10;
const rgba = 6;

/** The first batch of the training, and of about ten epochs in all. */
export function batchImageDue(plan: Plan, { batchInEpoch, row }: StepPosition): boolean {
  return batchInEpoch === 1 && row.epoch % Math.ceil(plan.epochs.length / timesShown) === 0;
}

/** The first images of a batch as bytes, their normalisation undone. The batch's memory is free afterwards. */
export function firstImages(batch: Batch, ops: readonly OperationOptions[]): Uint8Array[] {
  const size = batch.imageSize;
  const values = size * size * 3;
  return Array.from({ length: Math.min(imagesShown, batch.labels.length) }, (_, index) =>
    displayable(batch.images.subarray(index * values, (index + 1) * values), ops),
  );
}

/** A PNG with the images in a grid. */
export async function drawBatch(images: readonly Uint8Array[], size: number): Promise<Picture> {
  // Only now: sharp takes its time to load.
  const { drawGrid } = await import("../../augment/preview/grid.ts");
  const square = { width: size, height: size };
  const png = await drawGrid(
    images.map((data) => ({ ...square, data })),
    square,
  );
  // Width, height and colour type are in a PNG's first chunk (PNG specification, 11.2.1).
  return { png, width: png.readUInt32BE(16), height: png.readUInt32BE(20), channels: png[25] === rgba ? 4 : 3 };
}
