import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantiateKernels, type KernelBuild } from "../../../runner/engine/wasm/kernels/module.ts";
import { type Geometry, GuardedMemory, kernelRuns, place, type Run } from "../../support/kernel-runs.ts";
import { builds, moduleOf } from "../../support/kernels.ts";

const runs = builds.some(({ build }) => build === "wide");

/** Which of both trains is chosen by speed: that is no choice that a result may show. */
describe.skipIf(!runs)(runs ? "wide kernels" : "wide kernels: this V8 has no relaxed SIMD", () => {
  /** All buffers after a run on noise. */
  function bytesAfter(build: KernelBuild, run: Run, g: Geometry): Uint8Array {
    const guarded = new GuardedMemory("noise");
    const kernels = instantiateKernels(guarded.memory, moduleOf(build));
    kernels.useSpare(guarded.take(kernels.spareBytes()));
    const start = guarded.end;
    run(kernels, guarded, place(guarded, g), g);
    return new Uint8Array(guarded.memory.buffer, start, guarded.end - start);
  }

  test.each(kernelRuns)("$kernel compute what the relaxed build does, to the bit", ({ run, shapes }) => {
    fc.assert(
      fc.property(shapes, (g) => {
        expect(Buffer.compare(bytesAfter("wide", run, g), bytesAfter("relaxed", run, g))).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
