import type { StateEntry } from "../models/network.ts";
import { elementCount } from "../models/state-entries.ts";
import type { MemoryEstimate } from "../plan.ts";

const bytesPerFloat = 4;

/**
 * What a training step holds on one device, in float32.
 *
 * Parameters: weights, their gradients and their momentum buffers, and the running statistics. Activations: the backward
 * pass needs the input of every convolution, batch norm, pool and dense layer, and the sign of what each ReLU put out. In
 * a ResNet each of these is the output of the layer before, so that all outputs, the image included, are counted once.
 * The sum of a residual block and its ReLU are part of its last batch norm and keep nothing more. (Nobody needs what a
 * projection shortcut puts out; it is counted all the same, which makes the estimate up to 7 % too large.)
 *
 * Left out: gradients of activations (a few layers' worth at a time), a library's workspace, and images that wait in
 * memory to be trained on.
 */
export function estimateMemory(
  entries: readonly StateEntry[],
  {
    activations,
    largestBatch,
  }: { /** Values that the layers put out for one image. */ activations: number; largestBatch: number },
): MemoryEstimate {
  const copies = ({ trainable }: StateEntry) => (trainable ? 3 : 1);
  const values = entries.reduce((sum, entry) => sum + copies(entry) * elementCount(entry.shape), 0);
  const parametersBytes = values * bytesPerFloat;
  const activationsBytes = activations * largestBatch * bytesPerFloat;
  return { parametersBytes, activationsBytes, totalBytes: parametersBytes + activationsBytes };
}
