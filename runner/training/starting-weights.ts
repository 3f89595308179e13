import { readFile } from "node:fs/promises";
import { buildNetwork } from "../../shared/models/index.ts";
import type { Plan } from "../../shared/plan.ts";
import { UserError } from "../errors.ts";
import { decodeSafetensors, type StateDict } from "../interop/safetensors.ts";
import { errorCode } from "../runs/storage-error.ts";
import { initialState } from "./initialise.ts";
import { pretrainedState } from "./pretrained.ts";

/** The weights that a run starts from, drawn or pretrained, and the names of pretrained tensors that were drawn anew. */
export async function startingWeights(
  plan: Pick<Plan, "recipe" | "data">,
): Promise<{ state: StateDict; drawnAnew: string[] }> {
  const { model, training } = plan.recipe;
  const network = buildNetwork(model, { classes: plan.data.classes.length });
  const drawn = initialState(network, { init: model.init, seed: training.seed });
  if (model.pretrained === null) return { state: drawn, drawnAnew: [] };
  return pretrainedState(network, await readWeights(model.pretrained), drawn, model.pretrained);
}

/** The tensors of a .safetensors file. Throws a UserError where it cannot be read or is damaged. */
export async function readWeights(file: string): Promise<StateDict> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const reason = errorCode(error) === "ENOENT" ? "there is no such file" : String(errorCode(error) ?? error);
    throw new UserError("weights-unreadable", `Expected a .safetensors file at ${file}: ${reason}. Check the path.`, {
      cause: error,
    });
  }
  return decodeSafetensors(bytes, file).tensors;
}
