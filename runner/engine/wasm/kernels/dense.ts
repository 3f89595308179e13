import * as tf from "@tensorflow/tfjs-core";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";
import { multiply } from "./matrix-product.ts";

interface Attributes {
  transposeA: boolean;
  transposeB: boolean;
}

/**
 * Products of matrices, with any leading batch dimensions. The package's own kernel packs its second matrix once for
 * each tensor id, so it goes on multiplying by the weights of the first step when the optimiser updates them in place.
 */
export function denseKernels(heap: Heap): Record<string, Kernel> {
  return {
    BatchMatMul: ({ a, b }, attributes) => multiplyTensors(heap, a!, b!, attributes as Attributes).tensor,
  };
}

/** Also what the fused product begins with. */
export function multiplyTensors(
  heap: Heap,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { transposeA, transposeB }: Attributes,
): { tensor: tf.TensorInfo; address: number } {
  const [rows, depth] = lastTwo(a.shape, transposeA);
  const [, columns] = lastTwo(b.shape, transposeB);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const count = tf.util.sizeFromShape(batch);
  const aCount = tf.util.sizeFromShape(a.shape.slice(0, -2));
  const bCount = tf.util.sizeFromShape(b.shape.slice(0, -2));
  if ((aCount !== 1 && aCount !== count) || (bCount !== 1 && bCount !== count)) {
    throw new Error(`the wasm backend does not multiply [${a.shape}] by [${b.shape}]`);
  }
  const c = heap.output([...batch, rows, columns]);
  for (let index = 0; index < count; index++) {
    multiply(heap, {
      a: heap.address(a) + (aCount === 1 ? 0 : index * rows * depth * 4),
      b: heap.address(b) + (bCount === 1 ? 0 : index * depth * columns * 4),
      c: c.address + index * rows * columns * 4,
      rows,
      columns,
      depth,
      transposeA,
      transposeB,
    });
  }
  return c;
}

function lastTwo(shape: number[], transpose: boolean): [number, number] {
  const [first, second] = shape.slice(-2) as [number, number];
  return transpose ? [second, first] : [first, second];
}
