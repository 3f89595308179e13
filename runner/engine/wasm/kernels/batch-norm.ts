import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine.ts";
import { BATCH_NORM_EPSILON } from "../../fused/composed.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "./kernel.ts";

interface Attributes {
  relu: boolean;
}

// Two kernels, because tf.js saves the same tensors for every call of one: z is needed only where a residual was added
// before a ReLU. Without a residual the gradient finds the ReLU's sign again from x.
const NORM = "BatchNormTrain";
const RESIDUAL_NORM = "ResidualBatchNormTrain";
const GRADIENT = "BatchNormTrainGrad";

export function batchNormKernels(heap: Heap): Record<string, Kernel> {
  const { kernels } = heap;
  const forward: Kernel = ({ x, gamma, beta, residual }, attributes) => {
    const { relu } = attributes as Attributes;
    const { rows, channels } = rowsOf(x!);
    const z = heap.output(x!.shape);
    const mean = heap.output([channels]);
    const variance = heap.output([channels]);
    kernels.batchNorm(
      heap.address(x!),
      residual === undefined ? 0 : heap.address(residual),
      heap.address(gamma!),
      heap.address(beta!),
      z.address,
      mean.address,
      variance.address,
      rows,
      channels,
      BATCH_NORM_EPSILON,
      relu,
      heap.workspace(kernels.batchNormScratch(channels)),
    );
    return [z.tensor, mean.tensor, variance.tensor];
  };
  return {
    [NORM]: forward,
    [RESIDUAL_NORM]: forward,
    /** `z` comes where a residual was added before a ReLU; then the last output is the residual's gradient. */
    [GRADIENT]: ({ dz, x, z, gamma, beta, mean, variance }, attributes) => {
      const { relu } = attributes as Attributes;
      const { rows, channels } = rowsOf(x!);
      const dx = heap.output(x!.shape);
      const dgamma = heap.output([channels]);
      const dbeta = heap.output([channels]);
      const dresidual = z === undefined ? undefined : heap.output(x!.shape);
      kernels.batchNormGradient(
        heap.address(dz!),
        heap.address(x!),
        z === undefined ? 0 : heap.address(z),
        heap.address(gamma!),
        heap.address(beta!),
        heap.address(mean!),
        heap.address(variance!),
        dx.address,
        dgamma.address,
        dbeta.address,
        dresidual?.address ?? 0,
        rows,
        channels,
        BATCH_NORM_EPSILON,
        relu,
        heap.workspace(kernels.batchNormGradientScratch(channels)),
      );
      return [dx, dgamma, dbeta, ...(dresidual === undefined ? [] : [dresidual])].map(({ tensor }) => tensor);
    },
  };
}

function rowsOf({ shape }: tf.TensorInfo): { rows: number; channels: number } {
  const channels = shape.at(-1)!;
  return { rows: tf.util.sizeFromShape(shape) / channels, channels };
}

/** Registers the gradients of the two kernels. */
export function registerBatchNormGradients(): void {
  const gradient = (dys: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], attributes: object) => {
    const dz = (dys as tf.Tensor[])[0]!;
    const [x, gamma, beta, ...outputs] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
    const { relu } = attributes as Attributes;
    const [variance, mean, z] = outputs.reverse();
    const inputs = { dz, x, gamma, beta, mean: mean!, variance: variance! };
    const [dx, dgamma, dbeta, dresidual] = tf
      .engine()
      .runKernel(GRADIENT, relu && z !== undefined ? { ...inputs, z } : inputs, { relu }) as tf.Tensor[];
    return {
      x: () => dx!,
      gamma: () => dgamma!,
      beta: () => dbeta!,
      // Not dz itself: tf.js disposes of a gradient that it has added to another.
      residual: () => dresidual ?? dz.clone(),
    };
  };
  const inputsToSave = ["x", "gamma", "beta"];
  tf.registerGradient({ kernelName: NORM, inputsToSave, outputsToSave: [false, true, true], gradFunc: gradient });
  tf.registerGradient({
    kernelName: RESIDUAL_NORM,
    inputsToSave,
    outputsToSave: [true, true, true],
    gradFunc: gradient,
  });
}

export function batchNormTrain(
  ...[x, gamma, beta, { residual, relu }]: Parameters<Engine["batchNormTrain"]>
): ReturnType<Engine["batchNormTrain"]> {
  const [z, mean, variance] = (
    residual === undefined
      ? tf.engine().runKernel(NORM, { x, gamma, beta }, { relu })
      : tf.engine().runKernel(RESIDUAL_NORM, { x, gamma, beta, residual }, { relu })
  ) as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  return { z, mean, variance };
}
