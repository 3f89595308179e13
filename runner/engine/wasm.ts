import { type BackendWasm, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "./set-up-tfjs.ts";
import { availableParallelism, totalmem } from "node:os";
import type { BackendModule, Engine, EngineOptions, Probe } from "./engine.ts";
import { chooseKernels } from "./wasm/kernels/choose.ts";
import { installKernels } from "./wasm/kernels/install.ts";
import type { KernelBuild } from "./wasm/kernels/module.ts";
import { captureMemory } from "./wasm/kernels/tfjs-memory.ts";

/** What a run's bits depend on: `wide` computes what `relaxed` does. */
const device = (build: KernelBuild) => `WebAssembly ${build === "plain" ? "SIMD" : "relaxed SIMD"}`;
/** As a run's record names the builds. */
const versions: Record<KernelBuild, string> = { plain: "simd", relaxed: "relaxed-simd", wide: "relaxed-simd-256" };
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
    const { build, notes } = chooseKernels({ deterministic: false });
    return {
      backend: "wasm",
      available: true,
      device: `${device(build)}${build === "wide" ? ", 256 bits wide" : ""}, ${availableParallelism()} threads`,
      software: false,
      memoryBytes: Math.min(totalmem(), HEAP_LIMIT_BYTES),
      notes,
    };
  },

  async create(options: EngineOptions = {}): Promise<Engine> {
    const { build, compile } = chooseKernels({ deterministic: options.deterministic ?? false });
    memory ??= captureMemory(() => tf.setBackend("wasm"));
    const captured = await memory;
    await tf.setBackend("wasm");
    return {
      ...installKernels(tf.backend() as BackendWasm, captured, compile()),
      backend: "wasm",
      options,
      device: device(build),
      versions: {
        tfjs: tf.version_core,
        "tfjs-backend-wasm": version_wasm,
        kernels: versions[build],
      },
      async dispose() {
        // The heap is the thread's: it goes when the thread ends.
      },
    };
  },
};

/** The backend's memory, which it instantiates once in a thread. */
let memory: ReturnType<typeof captureMemory> | undefined;
