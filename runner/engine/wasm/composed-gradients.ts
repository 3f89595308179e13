import * as tf from "@tensorflow/tfjs-core";

/**
 * Gradient kernels for the `wasm` backend, composed of its fast ones. As shipped, tfjs-backend-wasm has no filter gradient of
 * a convolution, and computes the input gradient and products of transposed matrices in naive loops; its forward
 * convolution and its plain matrix product run ten times as fast, so everything is expressed in these two.
 */
export const composedGradientKernels: Record<string, tf.KernelFunc> = {
  Conv2DBackpropInput: composedKernel(convolutionInputGradient),
  Conv2DBackpropFilter: composedKernel(convolutionFilterGradient),
};

interface ConvolutionAttributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** A kernel written in tf.js operations: its inputs become tensors, and all but its result are freed. */
function composedKernel(compute: (inputs: Record<string, tf.Tensor>, attributes: object) => tf.Tensor): tf.KernelFunc {
  return ({ inputs, attrs, backend }) =>
    tf.tidy(() => {
      const tensors: Record<string, tf.Tensor> = {};
      for (const [name, info] of Object.entries(inputs as Record<string, tf.TensorInfo>)) {
        // The new tensor shares the caller's data, and the tidy will free it: without the reference it would free both.
        (backend as tf.KernelBackend).incRef(info.dataId);
        tensors[name] = tf.engine().makeTensorFromTensorInfo(info);
      }
      return compute(tensors, attrs ?? {});
    });
}

/**
 * dx = the gradient dy, its pixels spread `stride` apart, convolved with the filter that is turned by 180° and has input and
 * output channels exchanged. dy [N,Ho,Wo,Co], filter [kh,kw,Ci,Co], dx [N,H,W,Ci].
 */
function convolutionInputGradient(inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor {
  const dy = inputs.dy as tf.Tensor4D;
  const filter = inputs.filter as tf.Tensor4D;
  const { inputShape, strides, pad, dimRoundingMode } = attributes as ConvolutionAttributes & {
    inputShape: [number, number, number, number];
  };
  const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth } = tf.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const [, height, width] = inputShape;
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
  const spread = spreadPixels(dy, strideHeight, strideWidth);
  const top = filterHeight - 1 - padInfo.top;
  const left = filterWidth - 1 - padInfo.left;
  const padded = padOrCrop(spread, [
    [top, height + filterHeight - 1 - top - spread.shape[1]],
    [left, width + filterWidth - 1 - left - spread.shape[2]],
  ]);
  return tf.conv2d(padded, turned, 1, "valid");
}

/**
 * dw = x convolved with dy, the batch in the place of the channels: every input channel becomes an image whose N channels are
 * the batch, dy becomes a filter of Ho×Wo pixels that stand `stride` apart. x [N,H,W,Ci], dy [N,Ho,Wo,Co],
 * dw [kh,kw,Ci,Co].
 */
function convolutionFilterGradient(inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor {
  const x = inputs.x as tf.Tensor4D;
  const dy = inputs.dy as tf.Tensor4D;
  const { filterShape, strides, pad, dimRoundingMode } = attributes as ConvolutionAttributes & {
    filterShape: [number, number, number, number];
  };
  const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth, outHeight, outWidth, inHeight, inWidth } =
    tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
  const images = padOrCrop(tf.transpose(x, [3, 1, 2, 0]), [
    [padInfo.top, (outHeight - 1) * strideHeight + filterHeight - inHeight - padInfo.top],
    [padInfo.left, (outWidth - 1) * strideWidth + filterWidth - inWidth - padInfo.left],
  ]);
  const filter = tf.transpose(dy, [1, 2, 0, 3]);
  const gradient = tf.conv2d(images, filter, 1, "valid", "NHWC", [strideHeight, strideWidth]);
  return tf.transpose(gradient, [1, 2, 0, 3]);
}

/** [N,H,W,C] → [N, H·sh, W·sw, C], each pixel followed by zeros. Two paddings of reshaped views, which are plain copies. */
function spreadPixels(x: tf.Tensor4D, strideHeight: number, strideWidth: number): tf.Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const columns = tf.pad(tf.reshape(x, [batch * height * width, channels]), [
    [0, 0],
    [0, (strideWidth - 1) * channels],
  ]);
  const row = width * strideWidth * channels;
  const rows = tf.pad(tf.reshape(columns, [batch * height, row]), [
    [0, 0],
    [0, (strideHeight - 1) * row],
  ]);
  return tf.reshape(rows, [batch, height * strideHeight, width * strideWidth, channels]);
}

/** Pads height and width with zeros where an amount is positive and cuts off where it is negative. */
function padOrCrop(x: tf.Tensor4D, [[top, bottom], [left, right]]: [[number, number], [number, number]]): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const cut = (amount: number): number => Math.max(0, -amount);
  const add = (amount: number): number => Math.max(0, amount);
  const cropped = tf.slice(
    x,
    [0, cut(top), cut(left), 0],
    [batch, height - cut(top) - cut(bottom), width - cut(left) - cut(right), channels],
  );
  return tf.pad(cropped, [
    [0, 0],
    [add(top), add(bottom)],
    [add(left), add(right)],
    [0, 0],
  ]);
}
