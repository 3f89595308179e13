import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../errors.ts";
import { makeFolder, replaceFile, syncFolder } from "../../../runs/durable.ts";
import { acquireLease, type Lease, leaseHolder } from "../../../runs/lease.ts";
import { errorCode } from "../../../runs/storage-error.ts";
import { shown } from "../../errors.ts";
import {
  indexName,
  type Manifest,
  manifestName,
  type UnfinishedManifest,
  unfinishedName,
  unfinishedSchema,
  validationFolder,
} from "../manifest.ts";

/** What a packing that was killed was writing, and its lease. */
const leftOver = /^(\d+\.(shard|index)|pack\.(unfinished\.)?json|lease\.json)\.\d+\.tmp$|^lease\.(json|\d+\.claim.*)$/;

/**
 * Makes `folder` the place of the pack that `description` describes, or finds that it is. Nothing that lies there is
 * touched. While the lease is held no other process packs there: release it, unless `finishFolder` has removed it.
 *
 * @throws UserError where anything else is there, or another process is packing
 */
export async function claimFolder(folder: string, description: UnfinishedManifest): Promise<Lease> {
  await makeFolder(folder);
  const there = (await readJson(folder, manifestName)) ?? (await readJson(folder, unfinishedName));
  if (there === undefined) {
    const others = (await readdir(folder)).filter((name) => name !== validationFolder && !leftOver.test(name));
    if (others.length > 0) {
      throw new UserError(
        "pack-folder-in-use",
        `A pack needs a folder of its own, but ${shown(folder)} holds ${shown(others[0]!)}${others.length > 1 ? ` and ${others.length - 1} more` : ""}. Name a folder that is empty or not there yet.`,
      );
    }
    const lease = await onlyPacker(folder);
    await replaceFile(join(folder, unfinishedName), encode(description));
    return lease;
  }
  const earlier = unfinishedSchema.strip().safeParse(there);
  const difference = earlier.success ? differenceOf(earlier.data, description) : "its manifest is damaged";
  if (difference !== undefined) {
    throw new UserError(
      "another-pack",
      `${shown(folder)} holds another pack: ${difference}. Name another folder with --to, or delete this one.`,
    );
  }
  return onlyPacker(folder);
}

async function onlyPacker(folder: string): Promise<Lease> {
  const holder = await leaseHolder(folder);
  if (holder === null) return acquireLease(folder);
  throw new UserError(
    "pack-in-use",
    `Process ${holder.pid} on ${holder.host} is packing into ${shown(folder)}, and a pack has one writer. Wait for it, or stop it and call this again: what it has finished is kept.`,
  );
}

/** Says of a pack that was complete that it is no more, before a damaged shard of it is made anew. */
export async function markUnfinished(folder: string, description: UnfinishedManifest): Promise<void> {
  await replaceFile(join(folder, unfinishedName), encode(description));
  await rm(join(folder, manifestName), { force: true });
  await syncFolder(folder);
}

/** Says that all shards are whole, and removes what interrupted packings have left, and the lease. */
export async function finishFolder(folder: string, manifest: Manifest): Promise<void> {
  await replaceFile(join(folder, manifestName), encode(manifest));
  // Before its claim, without which nobody could take the lease yet.
  await rm(join(folder, "lease.json"), { force: true });
  const own = new Set(manifest.shards.flatMap(({ file }) => [file, indexName(file)]));
  for (const name of await readdir(folder)) {
    const surplus = leftOver.test(name) || (/^\d+\.(shard|index)$/.test(name) && !own.has(name));
    if (surplus || name === unfinishedName) await rm(join(folder, name), { force: true });
  }
}

function differenceOf(earlier: UnfinishedManifest, now: UnfinishedManifest): string | undefined {
  if (earlier.fingerprint === now.fingerprint) return undefined;
  for (const [name, value] of Object.entries(now.settings)) {
    const before = earlier.settings[name as keyof typeof earlier.settings];
    if (JSON.stringify(before) === JSON.stringify(value)) continue;
    return `it was made with ${name} ${JSON.stringify(before)}, and this call says ${JSON.stringify(value)}`;
  }
  if (JSON.stringify(earlier.classes) !== JSON.stringify(now.classes)) return "it has other classes";
  return "it was made of other images, or they have changed since";
}

async function readJson(folder: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, name), "utf8"));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const encode = (manifest: UnfinishedManifest | Manifest) => `${JSON.stringify(manifest, null, 2)}\n`;
