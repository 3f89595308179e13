// The kernels that the module exports. Pointers are byte addresses in tfjs-backend-wasm's heap, which the module imports;
// it has no data and no stack of its own there, so two modules can share one heap.
export {
  convolution, convolutionFilterGradient, convolutionFilterGradientScratch, convolutionInputGradient,
  convolutionInputGradientScratch, convolutionScratch,
} from "./convolution";
export { matrixProductScratch, multiplyMatrices } from "./matrix-product";
