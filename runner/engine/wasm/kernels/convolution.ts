import type * as tf from "@tensorflow/tfjs-core";
import { describeConvolution, reversed } from "./convolution-info.ts";
import { placeGeometry } from "./geometry.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";
import { isPointwise, pointwise, pointwiseFilterGradient, pointwiseInputGradient } from "./pointwise.ts";
import { suitsWinograd } from "./winograd.ts";

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
      if (isPointwise(info)) {
        pointwiseInputGradient(heap, info, from, weights, dx.address);
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
      if (isPointwise(info)) {
        pointwiseFilterGradient(heap, info, image, gradient, dfilter.address);
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
  if (isPointwise(info)) {
    pointwise(heap, info, from, weights, y.address);
  } else if (suitsWinograd(info)) {
    const { geometry, scratch } = placeGeometry(heap, info, kernels.winogradScratch);
    kernels.winograd(geometry, from, weights, y.address, false, scratch);
  } else {
    const { geometry, scratch } = placeGeometry(heap, info, kernels.convolutionScratch);
    kernels.convolution(geometry, from, weights, y.address, scratch);
  }
  return y;
}
