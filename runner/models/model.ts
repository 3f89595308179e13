import * as tf from "@tensorflow/tfjs-core";
import type { Network, StateEntry } from "../../shared/models/network.ts";
import { stateEntries } from "../../shared/models/state-entries.ts";
import type { Engine } from "../engine/engine.ts";
import type { StateDict, StoredTensor } from "../interop/safetensors.ts";
import { checkState } from "./check-state.ts";
import { evaluationForward } from "./evaluation-forward.ts";
import { type BatchStatistics, trainingForward } from "./training-forward.ts";
import { createVariable, readVariable, writeVariable } from "./variables.ts";

/** A tensor that the optimiser updates. */
export interface Parameter {
  entry: StateEntry;
  /** Filters HWIO, dense weights [in, out], the others [C]. */
  variable: tf.Variable;
}

/**
 * A network with its weights on the engine's device. Every tensor is zero until `loadStateDict` has been called; a new
 * run loads `initialState`, others load a file.
 */
export interface Model {
  readonly network: Network;
  readonly engine: Engine;
  /** In the order of the state dict. */
  readonly parameters: readonly Parameter[];
  /**
   * Images [N,H,W,3] → logits [N,K] with the batch's own statistics, which come along and are the caller's to dispose of.
   * Differentiable in the parameters. Changes nothing.
   * @throws UserError `batch-too-small` where a batch norm sees one value per channel
   */
  forwardTraining(images: tf.Tensor4D): { logits: tf.Tensor2D; statistics: BatchStatistics[] };
  /** Images [N,H,W,3] → logits [N,K] with the running statistics. Changes nothing. */
  forwardEvaluation(images: tf.Tensor4D): tf.Tensor2D;
  /** r ← 0.9·r + 0.1·batch, with the unbiased variance, and counts a batch: PyTorch's convention. */
  updateRunningStatistics(statistics: readonly BatchStatistics[]): void;
  /** Every tensor with torchvision's name and shape, in torchvision's order. The arrays are the caller's own. */
  stateDict(): Promise<StateDict>;
  /**
   * Takes over every tensor of `state`.
   * @param file names the source in an error
   * @throws UserError `other-architecture`, naming the first tensors that differ; the model is then as it was
   */
  loadStateDict(state: StateDict, file: string): void;
  dispose(): void;
}

/** The share of the old running statistics that stays. PyTorch calls 1 − 0.9 the momentum. */
const runningDecay = 0.9;

/** Makes the variables of `network` on the engine's device. */
export function createModel(network: Network, engine: Engine): Model {
  const entries = stateEntries(network);
  const variables = new Map<string, tf.Variable>();
  const batchCounts = new Map<string, bigint>();
  for (const entry of entries) {
    if (entry.role === "batchCount") batchCounts.set(entry.name, 0n);
    else variables.set(entry.name, createVariable(entry));
  }
  const lookup = (name: string): tf.Variable => {
    const variable = variables.get(name);
    if (variable === undefined) throw new Error(`${network.architecture} has no tensor ${name}`);
    return variable;
  };

  const read = async ({ name, role }: StateEntry): Promise<StoredTensor> =>
    role === "batchCount"
      ? { dtype: "I64", shape: [], data: new BigInt64Array([batchCounts.get(name) ?? 0n]) }
      : readVariable(lookup(name));

  const write = ({ name, role }: StateEntry, tensor: StoredTensor | undefined): void => {
    if (role === "batchCount") batchCounts.set(name, tensor?.dtype === "I64" ? (tensor.data[0] ?? 0n) : 0n);
    else if (tensor?.dtype === "F32") writeVariable(lookup(name), tensor);
  };

  return {
    network,
    engine,
    parameters: entries.flatMap((entry) => (entry.trainable ? { entry, variable: lookup(entry.name) } : [])),

    forwardTraining(images) {
      const statistics: BatchStatistics[] = [];
      return { logits: trainingForward(network.layers, images, { engine, lookup, statistics }), statistics };
    },

    forwardEvaluation: (images) => tf.tidy(() => evaluationForward(network.layers, images, lookup)),

    updateRunningStatistics(statistics) {
      for (const { name, mean, variance, count } of statistics) {
        blend(lookup(`${name}.running_mean`), mean, 1 - runningDecay);
        blend(lookup(`${name}.running_var`), variance, (1 - runningDecay) / (1 - 1 / count));
        const counter = `${name}.num_batches_tracked`;
        batchCounts.set(counter, (batchCounts.get(counter) ?? 0n) + 1n);
      }
    },

    async stateDict() {
      const state: StateDict = new Map();
      for (const entry of entries) state.set(entry.name, await read(entry));
      return state;
    },

    loadStateDict(state, file) {
      checkState(network, state, file);
      for (const entry of entries) write(entry, state.get(entry.name));
    },

    dispose() {
      for (const variable of variables.values()) variable.dispose();
    },
  };
}

/** running ← 0.9·running + share·batch */
function blend(running: tf.Variable, batch: tf.Tensor1D, share: number): void {
  tf.tidy(() => running.assign(tf.add(tf.mul(running, runningDecay), tf.mul(batch, share))));
}
