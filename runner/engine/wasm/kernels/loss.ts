import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";

const LOSS = "SoftmaxCrossEntropy";
const GRADIENT = "SoftmaxCrossEntropyGrad";

export function lossKernels(heap: Heap): Record<string, Kernel> {
  const { kernels } = heap;
  return {
    [LOSS]: ({ logits, targets }) => {
      const [rows, classes] = logits!.shape as [number, number];
      const probabilities = heap.output(logits!.shape);
      const loss = heap.output([]);
      const value = kernels.softmaxCrossEntropy(
        heap.address(logits!),
        heap.address(targets!),
        probabilities.address,
        rows,
        classes,
      );
      heap.floats(loss.address, 1)[0] = value;
      return [loss.tensor, probabilities.tensor];
    },
    [GRADIENT]: ({ dloss, targets, probabilities }) => {
      const [rows, classes] = targets!.shape as [number, number];
      const dlogits = heap.output(targets!.shape);
      const factor = heap.floats(heap.address(dloss!), 1)[0]! / rows;
      kernels.softmaxCrossEntropyGradient(
        heap.address(probabilities!),
        heap.address(targets!),
        dlogits.address,
        rows,
        classes,
        factor,
      );
      return dlogits.tensor;
    },
  };
}

/** Registers the gradient of the loss with respect to the logits. */
export function registerLossGradient(): void {
  tf.registerGradient({
    kernelName: LOSS,
    inputsToSave: ["targets"],
    outputsToSave: [false, true],
    gradFunc: (dys, saved) => {
      const [targets, probabilities] = saved as [tf.Tensor, tf.Tensor];
      const dloss = (dys as tf.Tensor[])[0]!;
      return { logits: () => tf.engine().runKernel(GRADIENT, { dloss, targets, probabilities }) as tf.Tensor };
    },
  });
}

export function softmaxCrossEntropy(
  ...[logits, targets]: Parameters<Engine["softmaxCrossEntropy"]>
): ReturnType<Engine["softmaxCrossEntropy"]> {
  const [loss] = tf.engine().runKernel(LOSS, { logits, targets }) as tf.Tensor[];
  return loss as tf.Scalar;
}
