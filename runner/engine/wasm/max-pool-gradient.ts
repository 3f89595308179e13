import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

/**
 * The gradient of max pooling, in JavaScript over the wasm heap. The package's own kernel starts its search for the largest
 * value at the smallest positive float, and so loses the gradient of every window without a positive value. Of equal values
 * the first gets the gradient, as in PyTorch and in tf.js's cpu backend.
 */
export const maxPoolGradient: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, input } = inputs as { dy: tf.TensorInfo; input: tf.TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolGradAttrs;
  const wasm = backend as BackendWasm;
  const info = tf.backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { batchSize, inHeight, inWidth, outHeight, outWidth, inChannels, strideHeight, strideWidth, padInfo } = info;
  const output = wasm.makeOutput(input.shape, "float32");
  // The views are taken after the allocation, which may move the heap.
  const dx = wasm.typedArrayFromHeap(output);
  const x = wasm.typedArrayFromHeap(input);
  const dz = wasm.typedArrayFromHeap(dy);
  dx.fill(0);
  let position = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let i = 0; i < outHeight; i++) {
      const top = i * strideHeight - padInfo.top;
      const [firstRow, endRow] = [Math.max(0, top), Math.min(inHeight, top + info.filterHeight)];
      for (let j = 0; j < outWidth; j++) {
        const left = j * strideWidth - padInfo.left;
        const [firstColumn, endColumn] = [Math.max(0, left), Math.min(inWidth, left + info.filterWidth)];
        for (let c = 0; c < inChannels; c++) {
          let largest = ((n * inHeight + firstRow) * inWidth + firstColumn) * inChannels + c;
          for (let row = firstRow; row < endRow; row++) {
            for (let column = firstColumn; column < endColumn; column++) {
              const candidate = ((n * inHeight + row) * inWidth + column) * inChannels + c;
              if (x[candidate]! > x[largest]!) largest = candidate;
            }
          }
          dx[largest]! += dz[position++]!;
        }
      }
    }
  }
  return output;
};
