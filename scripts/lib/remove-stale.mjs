// Clears a build folder of the bundles that an earlier build left there.
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * A program that was started before this build imports parts of it only when it needs them, so that what it may still
 * ask for stays this long.
 */
const keepMs = 24 * 60 * 60 * 1000;

/**
 * Removes the modules and source maps in `folders` that are not among `made` and have not changed for a day.
 * @param {string[]} folders
 * @param {Iterable<string>} made paths as the folders are written, with forward slashes
 */
export async function removeStale(folders, made, now = Date.now()) {
  const kept = new Set([...made].map((path) => join(path)));
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (!/\.mjs(\.map)?$/.test(name) || kept.has(path)) continue;
      const changed = await stat(path).catch(() => null); // another build may have removed it meanwhile
      if (changed?.isFile() && now - changed.mtimeMs > keepMs) await rm(path, { force: true });
    }
  }
}
