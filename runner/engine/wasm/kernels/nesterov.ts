import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine.ts";
import type { Heap } from "./heap.ts";

/** Bytes of an entry: three addresses, a count and the weight decay (assembly/nesterov.ts). */
const ENTRY_BYTES = 20;

/**
 * The update of all variables in one call. What else holds a variable's data, such as a clone, keeps the values it
 * had.
 */
export function nesterovUpdateIn(heap: Heap): Engine["nesterovUpdate"] {
  return (entries, { learningRate, momentum }) => {
    for (const { variable, momentumBuffer } of entries) {
      separate(heap, variable);
      separate(heap, momentumBuffer);
    }
    const table = heap.workspace(entries.length * ENTRY_BYTES);
    const view = heap.bytes(table, entries.length * ENTRY_BYTES);
    entries.forEach(({ variable, gradient, momentumBuffer, weightDecay }, index) => {
      const at = index * ENTRY_BYTES;
      view.setUint32(at, heap.address(variable), true);
      view.setUint32(at + 4, heap.address(gradient), true);
      view.setUint32(at + 8, heap.address(momentumBuffer), true);
      view.setInt32(at + 12, variable.size, true);
      view.setFloat32(at + 16, weightDecay, true);
    });
    heap.kernels.nesterovUpdate(table, entries.length, learningRate, momentum);
  };
}

/** Gives a variable data of its own where other tensors share it. */
function separate(heap: Heap, variable: tf.Variable): void {
  if (!heap.isShared(variable)) return;
  tf.tidy(() => variable.assign(tf.add(variable, 0)));
}
