import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { convolutionKernels } from "./convolution.ts";
import { Heap } from "./heap.ts";
import { registerKernels } from "./kernel.ts";
import { instantiateKernels } from "./module.ts";
import type { KernelMemory } from "./webassembly.ts";

/** Registers our kernels for the `wasm` backend of this thread, working in its heap. Call it once. */
export function installKernels(backend: BackendWasm, memory: KernelMemory, options: { relaxed: boolean }): Heap {
  const heap = new Heap(backend, memory, instantiateKernels(memory, options));
  registerKernels({ ...convolutionKernels(heap) });
  return heap;
}
