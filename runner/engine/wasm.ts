import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "./set-up-tfjs.ts";
import { totalmem } from "node:os";
import type { BackendModule, Engine, Probe } from "./engine.ts";
import { composed } from "./fused/composed.ts";
import { composedGradientKernels } from "./wasm/composed-gradients.ts";
import { maxPoolGradient } from "./wasm/max-pool-gradient.ts";

/** What replaces or completes the package's kernels. */
const kernels: Record<string, tf.KernelFunc> = { ...composedGradientKernels, MaxPoolGrad: maxPoolGradient };

const DEVICE = "WebAssembly SIMD, 1 thread";
/** A 32-bit heap ends at 4 GiB. */
const HEAP_LIMIT_BYTES = 4 * 1024 ** 3;

/** The embedded default: WebAssembly with SIMD, on every machine that runs Node. */
export const backend: BackendModule = {
  name: "wasm",

  async probe(): Promise<Probe> {
    if (!(await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT"))) {
      return {
        backend: "wasm",
        available: false,
        reason: "this processor, or this Node.js, has no WebAssembly SIMD",
        howToGet: "It needs SSE4.1 on x64 (processors since 2008), or any 64-bit ARM.",
      };
    }
    return {
      backend: "wasm",
      available: true,
      device: DEVICE,
      software: false,
      memoryBytes: Math.min(totalmem(), HEAP_LIMIT_BYTES),
      notes: [],
    };
  },

  async create(): Promise<Engine> {
    await tf.setBackend("wasm");
    for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
      if (tf.getKernel(kernelName, "wasm") !== undefined) tf.unregisterKernel(kernelName, "wasm");
      tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc });
    }
    return {
      ...composed,
      backend: "wasm",
      device: DEVICE,
      versions: { tfjs: tf.version_core, "tfjs-backend-wasm": version_wasm },
      async dispose() {
        // The heap is the thread's: it goes when the thread ends.
      },
    };
  },
};
