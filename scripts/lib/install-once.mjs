// What the tests need besides node_modules is installed once for all clones, into folders of a cache.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { npm } from "./setup.mjs";

/** `${XDG_CACHE_HOME:-~/.cache}/recipe-lab` */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "recipe-lab");

const stampName = "installed.json";

/**
 * @typedef {object} Installation
 * @property {string} folder where it lies, or would lie
 * @property {string} program a file in it without which it is of no use
 * @property {string} stamp what exactly is in it; one of another stamp is replaced
 */

/**
 * Whether a whole installation is there.
 * @param {Installation} installation
 */
export async function isInstalled({ folder, program, stamp }) {
  const found = await readFile(join(folder, stampName), "utf8").catch(() => null);
  return found === stamp && existsSync(program);
}

/**
 * Calls `install` with an empty folder, which becomes the installation when it is whole. It is put together beside its place
 * and renamed, so that one that was killed is never taken for one that can be used, and two at once do not mix. Throws what
 * `install` throws, unless another process has finished in the meantime: its work is as good.
 * @param {Installation} installation
 * @param {(folder: string) => Promise<void>} install
 */
export async function installOnce(installation, install) {
  const { folder, stamp } = installation;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const part = join(parent, `${basename(folder)}.part-${randomBytes(6).toString("hex")}`);
  try {
    await mkdir(part);
    await install(part);
    await writeFile(join(part, stampName), stamp);
    await rename(part, folder).catch(async (error) => {
      if (await isInstalled(installation)) throw error;
      // In the place lies what was never whole, or has another stamp.
      await rm(folder, { recursive: true, force: true });
      await rename(part, folder);
    });
  } catch (error) {
    if (!(await isInstalled(installation))) throw error;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** npm in a folder that is no part of this repository, without install scripts. Options are those of `npm` in setup.mjs. */
export function npmIn(folder, args, options = {}) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  return npm([...args, ...quiet, "--prefix", folder], { cwd: folder, env: cleanEnvironment(), ...options });
}

/** npm tells its children about the package that it runs a script of; that package is not the one to install into. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|config_local_prefix|config_global)/.test(name),
    ),
  );
}

/** Half-made folders of installations that were killed more than an hour ago. */
async function removeAbandoned(parent) {
  for (const name of await readdir(parent)) {
    if (!name.includes(".part-")) continue;
    const path = join(parent, name);
    const made = await stat(path).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}
