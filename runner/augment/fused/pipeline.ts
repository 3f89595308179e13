import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import type { ImagePart, Need } from "../../data/decode-part.ts";
import { supportsRelaxedSimd } from "../../engine/wasm/kernels/module.ts";
import type { Size } from "../operation.ts";
import { compilePipeline, type DrawKey, wrongSize } from "../pipeline.ts";
import { fuse } from "./fuse.ts";
import { needOf } from "./need.ts";
import { createFusedPass, type FusedPass, fitsPass } from "./pass.ts";

/**
 * A pipeline that executes in one pass what can be fused, and the rest as the separate operations do, which define what
 * is right.
 */
export interface FusedPipeline {
  /** Memory for pixels from which the pass reads without a copy. */
  allocate: FusedPass["allocate"];
  /** Draws everything that is random about one image, as `Pipeline.draw` does. */
  prepare(size: Size, key: DrawKey): PreparedImage;
}

export interface PreparedImage {
  /** What the pass reads of the image; null where the separate operations need all of it. */
  need: Need | null;
  /** Writes the result into `out`, as `Pipeline.apply` does. Once for each image. */
  apply(part: ImagePart, out: Float32Array): void;
}

export function compileFusedPipeline(ops: readonly OperationOptions[], { deterministic = false } = {}): FusedPipeline {
  const separate = compilePipeline(ops);
  const pass = createFusedPass({ relaxed: !deterministic && supportsRelaxedSimd() });
  return {
    allocate: pass.allocate,
    prepare(size, key) {
      const steps = separate.draw(size, key);
      const plan = fitsPass(size) ? fuse(steps, size) : null;
      return {
        need: plan && needOf(plan),
        apply(part, out) {
          if (plan === null) {
            separate.apply(part.image, steps, out);
            return;
          }
          const made = { width: plan.columns.outputs, height: plan.rows.outputs, data: out };
          if (made.width * made.height * 3 !== out.length) throw wrongSize(size, made, out.length);
          pass.run(part, plan, out);
          if (plan.rest.length > 0) separate.apply(made, plan.rest, out);
        },
      };
    },
  };
}
