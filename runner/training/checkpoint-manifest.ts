import { createHash } from "node:crypto";
import { z } from "zod";

/**
 * `manifest.json` of a checkpoint: where the training stood, and the size and SHA-256 of every other file. It is written
 * last, and it carries a checksum of itself, so a checkpoint with a manifest that reads is a whole one.
 */
const bodySchema = z.strictObject({
  format: z.literal("recipe-lab-checkpoint-1"),
  /** Steps completed. */
  step: z.int().min(0),
  /** Epoch of the last completed step, 0-based, and how many of its batches are completed. */
  epoch: z.int().min(0),
  batchInEpoch: z.int().min(0),
  /** The recipe's `training.seed`; shuffles and draws follow from it and the position. */
  seed: z.int(),
  /** How many devices shared a batch, each with batch norm over its own share. */
  devices: z.int().min(1),
  network: z.strictObject({ architecture: z.string(), variant: z.string(), classes: z.int() }),
  /** What the data set was: a resumed run must see the same images. */
  data: z.strictObject({ trainImages: z.int(), validationImages: z.int(), classes: z.array(z.string()) }),
  files: z.record(z.string(), z.strictObject({ bytes: z.int(), sha256: z.string() })),
});

export type CheckpointManifest = z.output<typeof bodySchema>;

export const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export function encodeManifest(manifest: CheckpointManifest): string {
  const body = bodySchema.parse(manifest); // puts the keys in the schema's order, so that equal manifests are equal texts
  return `${JSON.stringify({ ...body, sha256: sha256(JSON.stringify(body)) }, null, 1)}\n`;
}

/** Throws an Error that says what is wrong. Any changed byte is noticed: the text must be the one we would write. */
export function decodeManifest(text: string): CheckpointManifest {
  const { sha256: checksum, ...body } = JSON.parse(text) as Record<string, unknown>;
  const manifest = bodySchema.parse(body);
  if (checksum !== sha256(JSON.stringify(manifest)) || text !== encodeManifest(manifest)) {
    throw new Error("its checksum does not match");
  }
  return manifest;
}
