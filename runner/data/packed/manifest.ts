import { z } from "zod";

/**
 * `pack.json`, written when every shard is whole: a folder without it is not a pack. While a pack is being made, the
 * same text without the shards is `pack.unfinished.json`.
 */
export const manifestName = "pack.json";
export const unfinishedName = "pack.unfinished.json";

/** A pack may hold a second one, of validation images, in a folder of this name. */
export const validationFolder = "validation";

/** How images are stored; names and values as on the command line. */
export const packAs = ["jpeg-lossless", "jpeg", "raw"] as const;
export type PackAs = (typeof packAs)[number];

const settingsSchema = z.strictObject({
  as: z.enum(packAs),
  /** Images whose shorter edge is longer are shrunk to it. Pixels. */
  side: z.int().min(1).nullable(),
  /** Of the JPEGs that are encoded anew. */
  quality: z.int().min(1).max(100),
  /** A shard is closed when it has so many bytes. */
  shardSize: z.int().min(1),
  maxPixels: z.int().min(1),
  background: z.tuple([z.number(), z.number(), z.number()]),
});
export type PackSettings = z.output<typeof settingsSchema>;

export const unfinishedSchema = z.strictObject({
  format: z.literal("recipe-lab-pack"),
  version: z.literal(1),
  /** SHA-256 over the settings, the classes and the list of the source's images, hexadecimal. */
  fingerprint: z.string(),
  settings: settingsSchema,
  classes: z.array(z.string()).min(1),
});
export type UnfinishedManifest = z.output<typeof unfinishedSchema>;

export const manifestSchema = unfinishedSchema.extend({
  images: z.int().min(0),
  shards: z.array(
    z.strictObject({
      file: z.string().regex(/^\d+\.shard$/),
      bytes: z.int().min(0),
      images: z.int().min(0),
      /** Hexadecimal. */
      sha256: z.string(),
    }),
  ),
  /** Images of the source that cannot be used. */
  broken: z.array(z.strictObject({ image: z.string(), reason: z.string() })),
});
export type Manifest = z.output<typeof manifestSchema>;

export const shardName = (number: number) => `${String(number).padStart(5, "0")}.shard`;
export const indexName = (shard: string) => shard.replace(/\.shard$/, ".index");
