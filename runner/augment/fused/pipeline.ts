import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import { compilePipeline, type Pipeline } from "../pipeline.ts";
import { fuse } from "./fuse.ts";
import { createFusedPass, type FusedPass } from "./pass.ts";

/**
 * A pipeline that executes in one pass what can be fused, and the rest as the separate operations do, which define what
 * is right. `allocate` gives a decoder memory from which the pass reads without a copy.
 */
export interface FusedPipeline extends Pipeline {
  allocate: FusedPass["allocate"];
}

export function compileFusedPipeline(ops: readonly OperationOptions[]): FusedPipeline {
  const separate = compilePipeline(ops);
  const pass = createFusedPass();
  return {
    draw: separate.draw,
    allocate: pass.allocate,
    apply(image, steps, out) {
      const { data } = image;
      const plan = data instanceof Uint8Array ? fuse(steps, image) : null;
      const fits =
        plan !== null && plan.columns.outputs * plan.rows.outputs * 3 === out.length && pass.fits(image, plan);
      if (!fits || !(data instanceof Uint8Array)) {
        separate.apply(image, steps, out);
        return;
      }
      pass.run({ ...image, data }, plan, out);
      const made = { width: plan.columns.outputs, height: plan.rows.outputs, data: out };
      if (plan.rest.length > 0) separate.apply(made, plan.rest, out);
    },
  };
}
