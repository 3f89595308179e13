import type * as tf from "@tensorflow/tfjs-core";
import type { StateEntry } from "../../shared/models/network.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import { UserError } from "../errors.ts";
import type { StateDict } from "../interop/safetensors.ts";
import type { Model } from "../models/model.ts";
import { createVariable, readVariable, writeVariable } from "../models/variables.ts";

/** Gradients by the parameter's name in the state dict, in the device's layout. */
export type Gradients = ReadonlyMap<string, tf.Tensor>;

/** Nesterov accelerated gradient over the parameters of a model, with a momentum buffer for each. */
export interface Optimizer {
  /** One step. Needs a gradient for every parameter; does not dispose of them. */
  step(gradients: Gradients, learningRate: number): void;
  /** The momentum buffers under their parameters' names and in their file shapes. The arrays are the caller's own. */
  stateDict(): Promise<StateDict>;
  /**
   * @param file names the source in an error
   * @throws UserError `other-architecture` where a buffer is missing or has another shape; nothing has changed then
   */
  loadStateDict(state: StateDict, file: string): void;
  dispose(): void;
}

/**
 * The weight decay of a parameter. Without `decayBiasAndNorm` only weights of convolutions and dense layers decay
 * (§3.1 of the paper, "no bias decay").
 */
export function decayOf(
  { role }: Pick<StateEntry, "role">,
  { weightDecay, decayBiasAndNorm }: Pick<Recipe["optimizer"], "weightDecay" | "decayBiasAndNorm">,
): number {
  return role === "weight" || decayBiasAndNorm ? weightDecay : 0;
}

/** Makes the optimiser of `model`, with momentum buffers of zeros. */
export function createOptimizer(model: Model, options: Recipe["optimizer"]): Optimizer {
  const slots = model.parameters.map(({ entry, variable }) => ({
    entry,
    variable,
    momentumBuffer: createVariable({ shape: entry.shape, trainable: false }),
    weightDecay: decayOf(entry, options),
  }));
  return {
    step(gradients, learningRate) {
      const entries = slots.map(({ entry, ...slot }) => {
        const gradient = gradients.get(entry.name);
        if (gradient === undefined) throw new Error(`no gradient for ${entry.name}`);
        return { ...slot, gradient };
      });
      model.engine.nesterovUpdate(entries, { learningRate, momentum: options.momentum });
    },

    async stateDict() {
      const state: StateDict = new Map();
      for (const { entry, momentumBuffer } of slots) state.set(entry.name, await readVariable(momentumBuffer));
      return state;
    },

    loadStateDict(state, file) {
      const buffers = slots.map(({ entry, momentumBuffer }) => {
        const tensor = state.get(entry.name);
        if (tensor?.dtype !== "F32" || `${tensor.shape}` !== `${entry.shape}`) {
          const came = tensor === undefined ? "none" : `${tensor.dtype} [${tensor.shape}]`;
          throw new UserError(
            "other-architecture",
            `${file} holds the momentum of another network: ${entry.name}: expected F32 [${entry.shape}], came ${came}. Resume with the recipe that the checkpoint was written under.`,
          );
        }
        return { momentumBuffer, tensor };
      });
      for (const { momentumBuffer, tensor } of buffers) writeVariable(momentumBuffer, tensor);
    },

    dispose() {
      for (const { momentumBuffer } of slots) momentumBuffer.dispose();
    },
  };
}
