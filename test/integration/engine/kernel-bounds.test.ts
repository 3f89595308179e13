import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantiateKernels } from "../../../runner/engine/wasm/kernels/module.ts";
import { GuardedMemory, kernelRuns, place } from "../../support/kernel-runs.ts";
import { builds, moduleOf } from "../../support/kernels.ts";

/** No kernel writes outside of what it was given: its buffers, and scratch of the size that the module asks for. */

for (const { name, build } of builds) {
  describe(name, () => {
    test.each(kernelRuns)("$kernel write only where they may", ({ run, shapes }) => {
      const guarded = new GuardedMemory("zeros");
      const kernels = instantiateKernels(guarded.memory, moduleOf(build));
      kernels.useSpare(guarded.take(kernels.spareBytes()));
      const start = guarded.end;
      fc.assert(
        fc.property(shapes, (g) => {
          guarded.rewind(start);
          guarded.damage();
          run(kernels, guarded, place(guarded, g), g);
          expect(guarded.damage()).toBe(0);
        }),
        { numRuns: 60 },
      );
    });
  });
}
