import type { backend_util, TensorInfo } from "@tensorflow/tfjs-core";
import { describeConvolution, reversed } from "./convolution-info.ts";
import { placeGeometry } from "./geometry.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";

const depthwise = { depthwise: true };

/** The three directions of a depthwise convolution. */
export function depthwiseKernels(heap: Heap): Record<string, Kernel> {
  const { kernels } = heap;
  return {
    DepthwiseConv2dNative({ x, filter }, attributes) {
      const info = describeConvolution(x!.shape, filter!.shape, attributes, depthwise);
      return runDepthwise(heap, info, x!, filter!).tensor;
    },

    DepthwiseConv2dNativeBackpropInput({ dy, filter }, attributes) {
      const { inputShape } = attributes as { inputShape: number[] };
      const info = describeConvolution(inputShape, filter!.shape, attributes, depthwise);
      const dx = heap.output(inputShape);
      const way = isPlain3x3(info) ? reversed(info) : info;
      const { geometry, scratch } = placeGeometry(heap, way, kernels.depthwiseScratch);
      kernels.depthwiseInputGradient(geometry, heap.address(dy!), heap.address(filter!), dx.address, scratch);
      return dx.tensor;
    },

    DepthwiseConv2dNativeBackpropFilter({ x, dy }, attributes) {
      const { filterShape } = attributes as { filterShape: number[] };
      const info = describeConvolution(x!.shape, filterShape, attributes, depthwise);
      const dfilter = heap.output(filterShape);
      const { geometry, scratch } = placeGeometry(heap, info, kernels.depthwiseFilterGradientScratch);
      kernels.depthwiseFilterGradient(geometry, heap.address(x!), heap.address(dy!), dfilter.address, scratch);
      return dfilter.tensor;
    },
  };
}

export function runDepthwise(
  heap: Heap,
  info: backend_util.Conv2DInfo,
  x: TensorInfo,
  filter: TensorInfo,
): { tensor: TensorInfo; address: number } {
  const y = heap.output(info.outShape);
  const { geometry, scratch } = placeGeometry(heap, info, heap.kernels.depthwiseScratch);
  heap.kernels.depthwise(geometry, heap.address(x), heap.address(filter), y.address, scratch);
  return y;
}

/** As in assembly/depthwise-3x3.ts: then the way back is a convolution of the same kind. */
function isPlain3x3({
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
  inChannels,
  outChannels,
  padInfo,
}: backend_util.Conv2DInfo): boolean {
  return (
    filterHeight === 3 &&
    filterWidth === 3 &&
    strideHeight === 1 &&
    strideWidth === 1 &&
    outChannels === inChannels &&
    inChannels % 4 === 0 &&
    Math.max(padInfo.top, padInfo.left) <= 2
  );
}
