import * as tf from "@tensorflow/tfjs-core";

type Shape4D = [number, number, number, number];

interface Attributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  dilations?: [number, number] | number | null;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** What the attributes of a convolution's kernel come to, given the shapes. Throws where it is dilated. */
export function describeConvolution(
  xShape: number[],
  filterShape: number[],
  attributes: object,
  { depthwise = false } = {},
): tf.backend_util.Conv2DInfo {
  const { strides, pad, dilations, dimRoundingMode } = attributes as Attributes;
  const info = tf.backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) {
    throw new Error(`the wasm backend has no dilated convolutions, and dilations are ${dilations}`);
  }
  return info;
}

/**
 * The convolution without stride that takes gradients of the output back to the input, with the filter turned by 180°.
 */
export function reversed(info: tf.backend_util.Conv2DInfo): tf.backend_util.Conv2DInfo {
  const { padInfo, filterHeight, filterWidth } = info;
  return {
    ...info,
    inHeight: info.outHeight,
    inWidth: info.outWidth,
    inChannels: info.outChannels,
    outHeight: info.inHeight,
    outWidth: info.inWidth,
    outChannels: info.inChannels,
    padInfo: { ...padInfo, top: filterHeight - 1 - padInfo.top, left: filterWidth - 1 - padInfo.left },
  };
}
