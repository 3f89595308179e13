import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Network } from "../../shared/models/network.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import { UserError } from "../errors.ts";
import { encodeNpy } from "../interop/npy.ts";
import { encodeSafetensors, type StateDict } from "../interop/safetensors.ts";
import { makeFolder } from "../runs/durable.ts";
import { storageError } from "../runs/storage-error.ts";
import type { Batch, StepFigures } from "./train-step.ts";

/**
 * A trace holds what another framework needs to replay the first steps of a run: `trace.json` (the network, the optimiser,
 * and how many devices shared a batch in order, each with batch norm over its share), `initial.safetensors`, for each step a
 * folder `step-0001` with `images.npy` (N,H,W,C float32), `labels.npy` (int32), `targets.npy` (N,K float32, only where the
 * targets are not the labels alone) and `step.json`, and `final.safetensors` after the last.
 */
export interface TraceWriter {
  /** Writes step `step` (1-based): the batch that went in, and the figures that came out. */
  writeStep(step: number, record: { batch: Batch; learningRate: number; figures: StepFigures }): Promise<void>;
  /** Writes the state after the last step. */
  finish(state: StateDict): Promise<void>;
}

/**
 * Starts a trace in `folder`, which must be empty or not exist.
 * @throws UserError `trace-folder-not-empty`, or a storage error where the folder cannot be written
 */
export async function startTrace(
  folder: string,
  start: { network: Network; optimizer: Recipe["optimizer"]; devices: number; initial: StateDict },
): Promise<TraceWriter> {
  const { architecture, classes } = start.network;
  /** Writes `files` to `target` by name. */
  const write = async (target: string, files: Record<string, Uint8Array | object>) => {
    try {
      await makeFolder(target);
      for (const [name, content] of Object.entries(files)) {
        const bytes = content instanceof Uint8Array ? content : `${JSON.stringify(content, null, 2)}\n`;
        await writeFile(join(target, name), bytes);
      }
    } catch (error) {
      throw storageError(error, "The trace", target, "or choose another place with --trace");
    }
  };

  await write(folder, {});
  if ((await readdir(folder)).length > 0) {
    throw new UserError(
      "trace-folder-not-empty",
      `Expected an empty or new folder for the trace; ${folder} has files in it. Choose another with --trace, or empty it.`,
    );
  }
  await write(folder, {
    "trace.json": { architecture, classes, optimizer: start.optimizer, devices: start.devices },
    "initial.safetensors": encodeSafetensors(start.initial),
  });

  return {
    async writeStep(step, { batch, learningRate, figures }) {
      const { images, imageSize, labels, targets } = batch;
      const soft = targets.some((value) => value !== 0 && value !== 1);
      await write(join(folder, `step-${String(step).padStart(4, "0")}`), {
        "images.npy": encodeNpy(images, [labels.length, imageSize, imageSize, 3]),
        "labels.npy": encodeNpy(labels, [labels.length]),
        ...(soft ? { "targets.npy": encodeNpy(targets, [labels.length, classes]) } : {}),
        "step.json": { step, learningRate, ...figures },
      });
    },

    finish: (state) => write(folder, { "final.safetensors": encodeSafetensors(state) }),
  };
}
