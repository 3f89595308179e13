import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { Engine } from "../../engine.ts";
import { batchNormKernels, batchNormTrain, registerBatchNormGradients } from "./batch-norm.ts";
import { convolutionKernels } from "./convolution.ts";
import { denseKernels } from "./dense.ts";
import { depthwiseKernels } from "./depthwise.ts";
import { fusedKernels } from "./fused.ts";
import { Heap } from "./heap.ts";
import { registerKernels } from "./kernel.ts";
import { lossKernels, registerLossGradient, softmaxCrossEntropy } from "./loss.ts";
import { instantiateKernels } from "./module.ts";
import { nesterovUpdateIn } from "./nesterov.ts";
import { poolingKernels } from "./pooling.ts";
import type { KernelMemory } from "./webassembly.ts";

/** The fused operations of an engine. */
export type FusedOperations = Pick<Engine, "batchNormTrain" | "softmaxCrossEntropy" | "nesterovUpdate">;

/**
 * Registers our kernels for the `wasm` backend of this thread, working in its heap, and returns the fused operations on
 * them. `module` is one of the builds.
 */
export function installKernels(
  backend: BackendWasm,
  memory: KernelMemory,
  module: WebAssembly.Module,
): FusedOperations {
  const heap = new Heap(backend, memory, instantiateKernels(memory, module));
  registerKernels({
    ...convolutionKernels(heap),
    ...depthwiseKernels(heap),
    ...denseKernels(heap),
    ...fusedKernels(heap),
    ...batchNormKernels(heap),
    ...poolingKernels(heap),
    ...lossKernels(heap),
    // As shipped it copies, and tf.js calls it for every tensor that it saves for a gradient.
    Identity: ({ x }) => heap.share(x!),
  });
  registerBatchNormGradients();
  registerLossGradient();
  return { batchNormTrain, softmaxCrossEntropy, nesterovUpdate: nesterovUpdateIn(heap) };
}
