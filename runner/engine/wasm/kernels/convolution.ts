import * as tf from "@tensorflow/tfjs-core";
import { placeGeometry } from "./geometry.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";
import { multiply } from "./matrix-product.ts";
import { reversed, suitsWinograd } from "./winograd.ts";

type Shape4D = [number, number, number, number];

interface Attributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  dilations?: [number, number] | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

function describe(xShape: number[], filterShape: number[], attributes: object): tf.backend_util.Conv2DInfo {
  const { strides, pad, dilations = 1, dimRoundingMode } = attributes as Attributes;
  const info = tf.backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) {
    throw new Error(`the wasm backend has no dilated convolutions; dilations are ${dilations}`);
  }
  return info;
}

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
      const info = describe(x!.shape, filter!.shape, attributes);
      const y = heap.output(info.outShape);
      runForward(heap, info, heap.address(x!), heap.address(filter!), y.address);
      return y.tensor;
    },

    Conv2DBackpropInput({ dy, filter }, attributes) {
      const { inputShape } = attributes as { inputShape: number[] };
      const info = describe(inputShape, filter!.shape, attributes);
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
      const info = describe(x!.shape, filterShape, attributes);
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

/** Also what the fused convolution of evaluation begins with. */
export function runForward(heap: Heap, info: tf.backend_util.Conv2DInfo, x: number, filter: number, y: number): void {
  if (isMatrixProduct(info)) {
    multiply(heap, { a: x, b: filter, c: y, rows: pixels(info), columns: info.outChannels, depth: info.inChannels });
    return;
  }
  if (suitsWinograd(info)) {
    const { geometry, scratch } = placeGeometry(heap, info, heap.kernels.winogradScratch);
    heap.kernels.winograd(geometry, x, filter, y, false, scratch);
    return;
  }
  const { geometry, scratch } = placeGeometry(heap, info, heap.kernels.convolutionScratch);
  heap.kernels.convolution(geometry, x, filter, y, scratch);
}

const pixels = ({ batchSize, inHeight, inWidth }: tf.backend_util.Conv2DInfo) => batchSize * inHeight * inWidth;
