import type { Recipe } from "../../shared/recipe/schema.ts";
import type { BackendName } from "./engine.ts";

/** Values of `training.precision` that each backend computes in: one that recipes may name is no backend's until it is here. */
export const precisionsOf = {
  tensorflow: ["float32"],
  webgpu: ["float32"],
  wasm: ["float32"],
  cpu: ["float32"],
} satisfies Record<BackendName, Recipe["training"]["precision"][]>;
