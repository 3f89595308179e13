import type { backend_util } from "@tensorflow/tfjs-core";
import type { Heap } from "./heap.ts";

/** The fields of assembly/geometry.ts, in its order. */
const fields = [
  "batchSize",
  "inHeight",
  "inWidth",
  "inChannels",
  "outHeight",
  "outWidth",
  "outChannels",
  "filterHeight",
  "filterWidth",
  "strideHeight",
  "strideWidth",
] as const satisfies (keyof backend_util.Conv2DInfo & keyof backend_util.Conv2DInfo)[];

type Shape = Pick<backend_util.Conv2DInfo, (typeof fields)[number] | "padInfo">;

/** Bytes that a geometry takes, rounded to a cache line. */
const GEOMETRY_BYTES = 64;

/**
 * Writes a geometry into the workspace, asks `scratchBytes` how much scratch the kernel needs for it, and returns both
 * addresses.
 */
export function placeGeometry(
  heap: Heap,
  shape: Shape,
  scratchBytes: (geometry: number) => number,
): { geometry: number; scratch: number } {
  const bytes = scratchBytes(writeGeometry(heap, shape, heap.workspace(GEOMETRY_BYTES)));
  const geometry = writeGeometry(heap, shape, heap.workspace(GEOMETRY_BYTES + bytes));
  return { geometry, scratch: geometry + GEOMETRY_BYTES };
}

function writeGeometry(heap: Heap, shape: Shape, address: number): number {
  const { top, left } = shape.padInfo;
  heap.integers(address, fields.length + 2).set([...fields.map((field) => shape[field]), top, left]);
  return address;
}
