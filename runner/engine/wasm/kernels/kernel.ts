import * as tf from "@tensorflow/tfjs-core";

/** The function of a TF.js kernel: tensors and attributes in, tensors out. */
export type Kernel = (
  inputs: Record<string, tf.TensorInfo | undefined>,
  attributes: object,
) => tf.TensorInfo | tf.TensorInfo[];

/** Registers kernels of the `wasm` backend in the place of those that it ships with. */
export function registerKernels(kernels: Record<string, Kernel>): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, "wasm") !== undefined) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs }) => kernel(inputs as Record<string, tf.TensorInfo>, attrs ?? {}),
    });
  }
}
