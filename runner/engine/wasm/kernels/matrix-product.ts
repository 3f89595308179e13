import type { Heap } from "./heap.ts";

/**
 * C[rows, columns] = A·B: addresses of dense row-major matrices. Transposed ones are stored as [depth, rows],
 * [columns, depth].
 */
interface Product {
  a: number;
  b: number;
  c: number;
  rows: number;
  columns: number;
  depth: number;
  transposeA?: boolean;
  transposeB?: boolean;
}

export function multiply(heap: Heap, product: Product): void {
  const { a, b, c, rows, columns, depth, transposeA = false, transposeB = false } = product;
  const scratch = heap.workspace(heap.kernels.matrixProductScratch(rows, columns, depth));
  heap.kernels.multiplyMatrices(a, b, c, rows, columns, depth, transposeA, transposeB, scratch);
}
