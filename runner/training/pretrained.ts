import { leafLayers } from "../../shared/models/layers.ts";
import type { Network } from "../../shared/models/network.ts";
import type { StateDict } from "../interop/safetensors.ts";
import { checkState } from "../models/check-state.ts";

/**
 * The state that a run starts from under `model.pretrained`: the file's tensors, but the classifier of `drawn` where the
 * file's was made for another number of classes.
 * @param drawn a whole initial state of the network
 * @param file names the source in an error
 * @returns the state, and the names of the tensors that were drawn anew (none where the classifier fits)
 * @throws UserError `other-architecture` where anything but the classifier differs
 */
export function pretrainedState(
  network: Network,
  pretrained: StateDict,
  drawn: StateDict,
  file: string,
): { state: StateDict; drawnAnew: string[] } {
  const classifier = [...leafLayers(network.layers)].filter((layer) => layer.kind === "dense").at(-1);
  const names = classifier === undefined ? [] : [`${classifier.name}.weight`, `${classifier.name}.bias`];
  const fits = names.every((name) => `${pretrained.get(name)?.shape}` === `${drawn.get(name)?.shape}`);
  const drawnAnew = fits ? [] : names;
  const state: StateDict = new Map(pretrained);
  for (const name of drawnAnew) state.set(name, drawn.get(name)!);
  checkState(network, state, file);
  return { state, drawnAnew };
}
