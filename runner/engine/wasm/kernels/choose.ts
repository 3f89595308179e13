import { compileKernels, type KernelBuild, supportsRelaxedSimd } from "./module.ts";
import { wideKernels } from "./wide.ts";

/** The kernels that a thread trains with. */
export interface ChosenKernels {
  build: KernelBuild;
  /** A probe needs no module. */
  compile(): WebAssembly.Module;
  /** Why they are not faster, where that can be helped or should be known. */
  notes: string[];
}

/** The fastest build here, or the one that rounds alike on every processor. */
export function chooseKernels({ deterministic }: { deterministic: boolean }): ChosenKernels {
  if (deterministic || !supportsRelaxedSimd()) {
    return { build: "plain", compile: () => compileKernels("plain"), notes: [] };
  }
  const { module, reason } = wideKernels();
  if (module) return { build: "wide", compile: () => module, notes: [] };
  return { build: "relaxed", compile: () => compileKernels("relaxed"), notes: [reason] };
}
