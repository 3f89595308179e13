// The kernels that the module exports. Pointers are byte addresses in tfjs-backend-wasm's heap, which the module
// imports; it has no data and no stack of its own there, so two modules can share one heap.
export { addBias } from "./activation";
export { spareBytes, useSpare } from "./block";
export { batchNorm, batchNormScratch } from "./batch-norm";
export { batchNormGradient, batchNormGradientScratch } from "./batch-norm-gradient";
export {
  convolution, convolutionFilterGradient, convolutionFilterGradientScratch, convolutionInputGradient,
  convolutionInputGradientScratch, convolutionScratch,
} from "./convolution";
export {
  depthwise, depthwiseFilterGradient, depthwiseFilterGradientScratch, depthwiseInputGradient, depthwiseScratch,
} from "./depthwise";
export { matrixProductScratch, multiplyMatrices } from "./matrix-product";
export { nesterovUpdate } from "./nesterov";
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from "./pooling";
export { softmaxCrossEntropy, softmaxCrossEntropyGradient } from "./softmax";
export { gatherPixels, spreadPixels } from "./strided-pixels";
export { winograd, winogradFilterGradient, winogradScratch } from "./winograd";
