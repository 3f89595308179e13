import type { backend_util } from "@tensorflow/tfjs-core";
import { placeGeometry } from "./geometry.ts";
import type { Heap } from "./heap.ts";
import { multiply } from "./matrix-product.ts";

/**
 * Convolutions of 1×1 without padding: products of matrices over all pixels, or, with a stride, over those that it
 * reads, which are copied together first. Tensors are given by their addresses.
 */
export function isPointwise({ filterHeight, filterWidth, padInfo }: backend_util.Conv2DInfo): boolean {
  const { top, bottom, left, right } = padInfo;
  return filterHeight * filterWidth === 1 && top + bottom + left + right === 0;
}

export function pointwise(heap: Heap, info: backend_util.Conv2DInfo, x: number, filter: number, y: number): void {
  const [rows, columns, depth] = [outPixels(info), info.outChannels, info.inChannels];
  withPixelsRead(heap, info, x, (a) => multiply(heap, { a, b: filter, c: y, rows, columns, depth }));
}

export function pointwiseInputGradient(
  heap: Heap,
  info: backend_util.Conv2DInfo,
  dy: number,
  filter: number,
  dx: number,
): void {
  const [rows, columns, depth] = [outPixels(info), info.inChannels, info.outChannels];
  const product = { a: dy, b: filter, rows, columns, depth, transposeB: true };
  if (hasNoStride(info)) {
    multiply(heap, { ...product, c: dx });
    return;
  }
  const gathered = heap.output([rows, columns]);
  multiply(heap, { ...product, c: gathered.address });
  heap.kernels.spreadPixels(placeGeometry(heap, info, noScratch).geometry, gathered.address, dx);
  heap.free(gathered.tensor);
}

export function pointwiseFilterGradient(
  heap: Heap,
  info: backend_util.Conv2DInfo,
  x: number,
  dy: number,
  dfilter: number,
): void {
  const [rows, columns, depth] = [info.inChannels, info.outChannels, outPixels(info)];
  withPixelsRead(heap, info, x, (a) =>
    multiply(heap, { a, b: dy, c: dfilter, rows, columns, depth, transposeA: true }),
  );
}

/** Calls `use` with the address of a matrix of the pixels that the convolution reads. */
function withPixelsRead(heap: Heap, info: backend_util.Conv2DInfo, x: number, use: (matrix: number) => void): void {
  if (hasNoStride(info)) {
    use(x);
    return;
  }
  const gathered = heap.output([outPixels(info), info.inChannels]);
  heap.kernels.gatherPixels(placeGeometry(heap, info, noScratch).geometry, x, gathered.address);
  use(gathered.address);
  heap.free(gathered.tensor);
}

const noScratch = () => 0;
const hasNoStride = ({ strideHeight, strideWidth }: backend_util.Conv2DInfo) => strideHeight * strideWidth === 1;
const outPixels = ({ batchSize, outHeight, outWidth }: backend_util.Conv2DInfo) => batchSize * outHeight * outWidth;
