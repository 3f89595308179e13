import type { TensorInfo } from "@tensorflow/tfjs-core";
import { runForward } from "./convolution.ts";
import { describeConvolution } from "./convolution-info.ts";
import { multiplyTensors } from "./dense.ts";
import { runDepthwise } from "./depthwise.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";

interface Attributes {
  activation: string;
  transposeA: boolean;
  transposeB: boolean;
}

/**
 * Convolutions and products followed by a bias and a ReLU, which tf.js uses outside of gradients. The package's own
 * kernels pack a filter once for each tensor id, and go on using it when the optimiser has updated it in place.
 */
export function fusedKernels(heap: Heap): Record<string, Kernel> {
  /** Adds the bias, where there is one, and applies the activation, in place. */
  const finish = (
    y: { tensor: TensorInfo; address: number },
    bias: TensorInfo | undefined,
    attributes: object,
  ): TensorInfo => {
    const { activation } = attributes as Attributes;
    if (activation !== "linear" && activation !== "relu") {
      throw new Error(`the wasm backend fuses the activations linear and relu, and ${activation} came`);
    }
    const channels = y.tensor.shape.at(-1)!;
    if (bias !== undefined && (bias.shape.length !== 1 || bias.shape[0] !== channels)) {
      throw new Error(`the wasm backend fuses a bias of shape [${channels}], and [${bias.shape}] came`);
    }
    const rows = y.tensor.shape.slice(0, -1).reduce((product, side) => product * side, 1);
    const relu = activation === "relu";
    if (bias !== undefined || relu) {
      heap.kernels.addBias(y.address, bias === undefined ? 0 : heap.address(bias), rows, channels, relu);
    }
    return y.tensor;
  };
  return {
    FusedConv2D({ x, filter, bias }, attributes) {
      const info = describeConvolution(x!.shape, filter!.shape, attributes);
      return finish(runForward(heap, info, x!, filter!), bias, attributes);
    },

    FusedDepthwiseConv2D({ x, filter, bias }, attributes) {
      const info = describeConvolution(x!.shape, filter!.shape, attributes, { depthwise: true });
      return finish(runDepthwise(heap, info, x!, filter!), bias, attributes);
    },

    _FusedMatMul({ a, b, bias }, attributes) {
      return finish(multiplyTensors(heap, a!, b!, attributes as Attributes), bias, attributes);
    },
  };
}
