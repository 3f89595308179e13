import * as tf from "@tensorflow/tfjs-core";
import { placeGeometry } from "./geometry.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";

interface Attributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

function describe(shape: number[], attributes: object): tf.backend_util.Conv2DInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as Attributes;
  return tf.backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

export function poolingKernels(heap: Heap): Record<string, Kernel> {
  const { kernels } = heap;
  const noScratch = () => 0;
  const place = (info: tf.backend_util.Conv2DInfo) => placeGeometry(heap, info, noScratch).geometry;
  return {
    MaxPool({ x }, attributes) {
      const info = describe(x!.shape, attributes);
      const y = heap.output(info.outShape);
      kernels.maxPool(place(info), heap.address(x!), y.address);
      return y.tensor;
    },

    MaxPoolGrad({ dy, input, output }, attributes) {
      const info = describe(input!.shape, attributes);
      const dx = heap.output(input!.shape);
      const [x, y] = [heap.address(input!), heap.address(output!)];
      kernels.maxPoolGradient(place(info), heap.address(dy!), x, y, dx.address);
      return dx.tensor;
    },

    AvgPool({ x }, attributes) {
      const info = describe(x!.shape, attributes);
      const y = heap.output(info.outShape);
      kernels.averagePool(place(info), heap.address(x!), y.address);
      return y.tensor;
    },

    AvgPoolGrad({ dy, input }, attributes) {
      const info = describe(input!.shape, attributes);
      const dx = heap.output(input!.shape);
      kernels.averagePoolGradient(place(info), heap.address(dy!), dx.address);
      return dx.tensor;
    },
  };
}
