import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "./set-up-tfjs.ts";
import { availableParallelism, totalmem } from "node:os";
import type { BackendModule, Engine, Probe } from "./engine.ts";
import { composed } from "./fused/composed.ts";

/** Plain JavaScript: the reference of the contract suite, and too slow to train with. */
export const backend: BackendModule = {
  name: "cpu",

  async probe(): Promise<Probe> {
    return {
      backend: "cpu",
      available: true,
      device: `JavaScript, 1 of ${availableParallelism()} threads`,
      software: false,
      memoryBytes: totalmem(),
      notes: ["the reference for tests: about a hundred times slower than wasm"],
    };
  },

  async create(options = {}): Promise<Engine> {
    await tf.setBackend("cpu");
    return {
      ...composed,
      backend: "cpu",
      options,
      device: "JavaScript, 1 thread",
      versions: { tfjs: tf.version_core },
      async dispose() {
        // Its memory is JavaScript's own: the garbage collector frees it.
      },
    };
  },
};
