import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { decodeSafetensors, encodeSafetensors, type StateDict } from "../interop/safetensors.ts";
import { commitFolder, writeSynced } from "../runs/durable.ts";
import { errorCode } from "../runs/storage-error.ts";
import { type CheckpointManifest, decodeManifest, encodeManifest, sha256 } from "./checkpoint-manifest.ts";

/**
 * A checkpoint is a folder with the weights, the momentum and the manifest. It is written under another name, synced and
 * renamed, so it is there as a whole or not at all.
 */
export interface Checkpoint {
  manifest: CheckpointManifest;
  weights: StateDict;
  momentum: StateDict;
}

const weightsFile = "weights.safetensors";
const momentumFile = "momentum.safetensors";
const manifestFile = "manifest.json";

/** A checkpoint whose bytes are not the ones that were written. */
export class DamagedCheckpointError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "DamagedCheckpointError";
  }
}

/**
 * Writes a checkpoint to `folder`, which must not exist. `beforeCommit` runs when everything is on the disk and only the
 * name is missing; where it throws, or anything else fails, nothing is left behind.
 */
export async function writeCheckpoint(
  folder: string,
  temporary: string,
  checkpoint: { manifest: Omit<CheckpointManifest, "format" | "files">; weights: StateDict; momentum: StateDict },
  beforeCommit: () => Promise<void>,
): Promise<void> {
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary);
    const files: CheckpointManifest["files"] = {};
    for (const [name, tensors] of [
      [weightsFile, checkpoint.weights],
      [momentumFile, checkpoint.momentum],
    ] as const) {
      const bytes = encodeSafetensors(tensors);
      await writeSynced(join(temporary, name), bytes);
      files[name] = { bytes: bytes.length, sha256: sha256(bytes) };
    }
    const manifest: CheckpointManifest = { format: "recipe-lab-checkpoint-1", ...checkpoint.manifest, files };
    await writeSynced(join(temporary, manifestFile), encodeManifest(manifest));
    await beforeCommit();
    await commitFolder(temporary, folder);
  } catch (error) {
    // Clearing away may fail for the same reason; what a person has to hear is the first error.
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

/** Reads the manifest of a checkpoint alone. Throws DamagedCheckpointError, or a UserError where the disk cannot be read. */
export async function readManifest(folder: string): Promise<CheckpointManifest> {
  const text = (await readPart(folder, manifestFile)).toString("utf8");
  try {
    return decodeManifest(text);
  } catch (error) {
    throw new DamagedCheckpointError(`${manifestFile} is damaged`, { cause: error });
  }
}

/** Reads a checkpoint and verifies every byte of it. Throws as readManifest does. */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const manifest = await readManifest(folder);
  const tensors = async (name: string) => {
    const bytes = await readPart(folder, name);
    const written = manifest.files[name];
    if (written === undefined || bytes.length !== written.bytes || sha256(bytes) !== written.sha256) {
      throw new DamagedCheckpointError(`${name} is not what was written: its size or SHA-256 differs`);
    }
    return decodeSafetensors(bytes, join(folder, name)).tensors;
  };
  return { manifest, weights: await tensors(weightsFile), momentum: await tensors(momentumFile) };
}

/** A file that is missing is damage. A file that cannot be read may be whole: that is for a person to look into. */
async function readPart(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    if (errorCode(error) === "ENOENT") throw new DamagedCheckpointError(`${name} is missing`, { cause: error });
    throw unreadable(join(folder, name), error);
  }
}

export function unreadable(path: string, error: unknown): UserError {
  return new UserError(
    "checkpoint-unreadable",
    `${path} cannot be read (${errorCode(error) ?? String(error)}). It may well be whole, so the run neither starts afresh nor falls back. Look after the disk or the permissions and try again.`,
    { exitCode: 1, cause: error },
  );
}
