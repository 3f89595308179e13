import { type BackendWasm, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "./set-up-tfjs.ts";
import { availableParallelism, totalmem } from "node:os";
import type { BackendModule, Engine, EngineOptions, Probe } from "./engine.ts";
import { installKernels } from "./wasm/kernels/install.ts";
import { supportsRelaxedSimd } from "./wasm/kernels/module.ts";
import { captureMemory } from "./wasm/kernels/tfjs-memory.ts";

/** Plain SIMD rounds alike on every processor; with fused multiply-add it is faster, and the last bits are the processor's. */
const device = (relaxed: boolean) => `WebAssembly ${relaxed ? "relaxed SIMD" : "SIMD"}`;
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
      device: `${device(supportsRelaxedSimd())}, ${availableParallelism()} threads`,
      software: false,
      memoryBytes: Math.min(totalmem(), HEAP_LIMIT_BYTES),
      notes: [],
    };
  },

  async create(options: EngineOptions = {}): Promise<Engine> {
    memory ??= captureMemory(() => tf.setBackend("wasm"));
    const captured = await memory;
    await tf.setBackend("wasm");
    const relaxed = !options.deterministic && supportsRelaxedSimd();
    return {
      ...installKernels(tf.backend() as BackendWasm, captured, { relaxed }),
      backend: "wasm",
      options,
      device: device(relaxed),
      versions: {
        tfjs: tf.version_core,
        "tfjs-backend-wasm": version_wasm,
        kernels: relaxed ? "relaxed-simd" : "simd",
      },
      async dispose() {
        // The heap is the thread's: it goes when the thread ends.
      },
    };
  },
};

/** The backend's memory, which it instantiates once in a thread. */
let memory: ReturnType<typeof captureMemory> | undefined;
