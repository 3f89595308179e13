import type * as tf from "@tensorflow/tfjs-core";
import { describeConvolution, reversed } from "./convolution-info.ts";
import { placeGeometry } from "./geometry.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";
import { multiply } from "./matrix-product.ts";
import { suitsWinograd } from "./winograd.ts";

/** A 1×1 convolution without stride is a product of matrices over all pixels. */
function isMatrixProduct(info: tf.backend_util.Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { top, bottom, left, right } = padInfo;
  return filterHeight * filterWidth * strideHeight * strideWidth === 1 && top + bottom + left + right === 0;
}

/** The three directions of a convolution. */
export function convolutionKernels(heap: Heap): Record<string, Kernel> {
  const { kernels } = heap;
  return {
    Conv2D({ x, filter }, attributes) {
      const info = describeConvolution(x!.shape, filter!.shape, attributes);
      return runForward(heap, info, x!, filter!).tensor;
    },

    Conv2DBackpropInput({ dy, filter }, attributes) {
      const { inputShape } = attributes as { inputShape: number[] };
      const info = describeConvolution(inputShape, filter!.shape, attributes);
      const dx = heap.output(inputShape);
      const [from, weights] = [heap.address(dy!), heap.address(filter!)];
      if (isMatrixProduct(info)) {
        const [rows, columns, depth] = [pixels(info), info.inChannels, info.outChannels];
        multiply(heap, { a: from, b: weights, c: dx.address, rows, columns, depth, transposeB: true });
      } else if (suitsWinograd(info)) {
        const { geometry, scratch } = placeGeometry(heap, reversed(info), kernels.winogradScratch);
        kernels.winograd(geometry, from, weights, dx.address, true, scratch);
      } else {
        const { geometry, scratch } = placeGeometry(heap, info, kernels.convolutionInputGradientScratch);
        kernels.convolutionInputGradient(geometry, from, weights, dx.address, scratch);
      }
      return dx.tensor;
    },

    Conv2DBackpropFilter({ x, dy }, attributes) {
      const { filterShape } = attributes as { filterShape: number[] };
      const info = describeConvolution(x!.shape, filterShape, attributes);
      const dfilter = heap.output(filterShape);
      const [image, gradient] = [heap.address(x!), heap.address(dy!)];
      if (isMatrixProduct(info)) {
        const [rows, columns, depth] = [info.inChannels, info.outChannels, pixels(info)];
        multiply(heap, { a: image, b: gradient, c: dfilter.address, rows, columns, depth, transposeA: true });
      } else if (suitsWinograd(info)) {
        const { geometry, scratch } = placeGeometry(heap, info, kernels.winogradScratch);
        kernels.winogradFilterGradient(geometry, image, gradient, dfilter.address, scratch);
      } else {
        const { geometry, scratch } = placeGeometry(heap, info, kernels.convolutionFilterGradientScratch);
        kernels.convolutionFilterGradient(geometry, image, gradient, dfilter.address, scratch);
      }
      return dfilter.tensor;
    },
  };
}

/** Also what the fused convolution begins with. */
export function runForward(
  heap: Heap,
  info: tf.backend_util.Conv2DInfo,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
): { tensor: tf.TensorInfo; address: number } {
  const { kernels } = heap;
  const y = heap.output(info.outShape);
  const [from, weights] = [heap.address(x), heap.address(filter)];
  if (isMatrixProduct(info)) {
    const [rows, columns, depth] = [pixels(info), info.outChannels, info.inChannels];
    multiply(heap, { a: from, b: weights, c: y.address, rows, columns, depth });
  } else if (suitsWinograd(info)) {
    const { geometry, scratch } = placeGeometry(heap, info, kernels.winogradScratch);
    kernels.winograd(geometry, from, weights, y.address, false, scratch);
  } else {
    const { geometry, scratch } = placeGeometry(heap, info, kernels.convolutionScratch);
    kernels.convolution(geometry, from, weights, y.address, scratch);
  }
  return y;
}

const pixels = ({ batchSize, inHeight, inWidth }: tf.backend_util.Conv2DInfo) => batchSize * inHeight * inWidth;
